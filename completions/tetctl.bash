# Completions of tetctl for bash; in ~/.bashrc:  source <(tetctl completions bash)

_tetctl() {
    # bash also cuts words at `=` and `:`; what no blank parts is put together again.
    local rest=${COMP_LINE:0:COMP_POINT} word apart i
    local -a words=("${COMP_WORDS[0]}")
    rest=${rest#*"${COMP_WORDS[0]}"}
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]} apart=
        [[ $rest == [[:blank:]]* ]] && apart=yes
        rest=${rest#"${rest%%[![:blank:]]*}"}
        ((i == COMP_CWORD)) && word=$rest
        rest=${rest#"$word"}
        if [[ $apart ]]; then
            words+=("$word")
        else
            words[${#words[@]} - 1]+=$word
        fi
    done

    # What stands before the piece that bash replaces is not given back to it.
    local piece=$2 kept=${words[${#words[@]} - 1]%"$2"} entry value loose=
    COMPREPLY=()
    while IFS= read -r entry; do
        if [[ $entry == $'\t'* ]]; then
            compopt -o default 2>/dev/null
            COMPREPLY=()
            return
        fi
        value=${entry%%$'\t'*} value=${value#"$kept"}
        [[ $value == "$piece"* ]] || loose=yes
        if [[ $COMP_TYPE == 63 && $entry == *$'\t'* ]]; then
            # A list is only looked at: there is room for what a value means.
            value="$value  (${entry#*$'\t'})"
            value=${value:0:${COLUMNS:-80} - 2}
        elif [[ $value == *[^[:alnum:]_./,=:@%+-]* ]]; then
            # bash puts a value on the line as it is, and would run what it holds.
            printf -v value '%q' "$value"
        fi
        COMPREPLY+=("$value")
    done < <(COMPLETE=bash tetctl -- "${words[@]}" 2>/dev/null)

    if ((${#COMPREPLY[@]} == 1)); then
        [[ ${COMPREPLY[0]} == *[=/.,:] ]] && compopt -o nospace 2>/dev/null
    elif [[ $loose && $COMP_TYPE != 63 && $COMP_TYPE != 37 ]]; then
        # What several names have in common must not take the place of the word typed.
        COMPREPLY+=(' ')
    fi
}

complete -o nosort -F _tetctl tetctl 2>/dev/null || complete -F _tetctl tetctl
