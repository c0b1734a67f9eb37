# Completions of tetctl for fish; in ~/.config/fish/config.fish:  tetctl completions fish | source

function __tetctl_complete
    set -l before (commandline --current-process --tokenize --cut-at-cursor)
    set -l token (commandline --current-token --cut-at-cursor)
    set -l lines (COMPLETE=fish tetctl -- $before "$token" 2>/dev/null)
    if string match --quiet \t'*' -- "$lines[1]"
        set -l flag (string match --regex -- '^-[^=]*=' "$token")
        __fish_complete_path (string replace --regex -- '^-[^=]*=' '' "$token") | string replace --regex -- '^' "$flag"
    else if set --query lines[1]
        printf '%s\n' $lines
    end
end

complete --command tetctl --keep-order --no-files --arguments '(__tetctl_complete)'
