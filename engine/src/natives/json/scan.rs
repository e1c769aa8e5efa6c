//! Looks at eight bytes at a time for the first that cannot stand as it is between quotes.

const ONES: u64 = u64::MAX / 255;
const HIGHS: u64 = ONES << 7;

/// A bit for each byte that is a quote, a backslash or a control character. Above the first of them a
/// bit can be wrong, by the borrow that it leaves.
fn special(word: u64) -> u64 {
    let zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes;
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (control | zero(word ^ (ONES * 0x22)) | zero(word ^ (ONES * 0x5C))) & HIGHS
}

fn first(bytes: &[u8], mask: u64, is_one: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = 0;
    while let Some(chunk) = bytes.get(at..at + 8) {
        let word = u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
        let found = special(word) | word & mask;
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    bytes[at..].iter().position(|&byte| is_one(byte)).map(|rest| at + rest)
}

fn is_special(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < 0x20
}

/// Where the first quote, backslash or control character is.
pub fn first_special(bytes: &[u8]) -> Option<usize> {
    first(bytes, 0, is_special)
}

/// The same, or the first byte of what is not ASCII.
pub fn first_special_or_wide(bytes: &[u8]) -> Option<usize> {
    first(bytes, HIGHS, |byte| is_special(byte) || byte >= 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_at_every_place_among_every_other_byte() {
        for byte in 0..=255 {
            for before in [b'a', 0x21, 0x23, 0x5B, 0x5D, 0x7F, 0x20] {
                for (place, length) in (0..20).flat_map(|at| [(at, at + 1), (at, 20), (at, 29)]) {
                    let mut bytes = vec![before; length];
                    bytes[place] = byte;
                    bytes[place + 1..].fill(b'"');
                    let next = (place + 1 < length).then_some(place + 1);
                    let special = if is_special(byte) { Some(place) } else { next };
                    assert_eq!(first_special(&bytes), special, "{byte} at {place}");
                    let wide = if byte >= 0x80 { Some(place) } else { special };
                    assert_eq!(first_special_or_wide(&bytes), wide, "{byte} at {place}");
                }
            }
        }
    }
}
