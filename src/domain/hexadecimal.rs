//! Bytes as text.

use std::fmt::Write as _;

/// Returns bytes in hexadecimal figures, two a byte.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_has_two_figures() {
        assert_eq!(hexadecimal(&[0, 10, 255]), "000aff");
    }
}
