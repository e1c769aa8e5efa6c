//! `data.bin`, which `engine/scripts/intl/data.mjs` makes: groups of named contents, brotli by group.
use brotli_decompressor::Decompressor;
use std::io::Read;

static FILE: &[u8] = include_bytes!("data.bin");
/// Of what comes out of a group, read at once.
const CHUNK: usize = 32 * 1024;

/// The group's contents of these names, as far as it has them. What comes after them is not unpacked.
pub fn contents<const N: usize>(group: &str, names: [&str; N]) -> [Option<Vec<u8>>; N] {
    let mut found: [Option<Vec<u8>>; N] = [const { None }; N];
    let mut group = Group::open(group);
    let mut places: Vec<_> = names
        .iter()
        .enumerate()
        .filter_map(|(index, name)| Some((place(&group.table, name)?, index)))
        .collect();
    places.sort_unstable();
    let mut last: Option<((usize, usize), usize)> = None;
    for (place, index) in places {
        found[index] = match last {
            // Contents that are equal stand once.
            Some((before, same)) if before == place => found[same].clone(),
            _ => Some(group.read(place)),
        };
        last = Some((place, index));
    }
    found
}

/// What a group has contents of.
pub fn names(group: &str) -> Vec<String> {
    let table = Group::open(group).table;
    table.lines().filter_map(|line| Some(line.split_once(' ')?.0.to_string())).collect()
}

struct Group {
    unpacked: Decompressor<&'static [u8]>,
    table: String,
    /// How much of the contents was read.
    at: usize,
}

impl Group {
    fn open(name: &str) -> Self {
        let (table, start) = table_of(FILE);
        let (at, length) = place(table, name).expect("data.bin has the group");
        let unpacked = Decompressor::new(&FILE[start + at..start + at + length], CHUNK);
        let mut group = Self { unpacked, table: String::new(), at: 0 };
        let length = group.take(4);
        let table = group.take(number(&length));
        group.table = String::from_utf8(table).expect("data.bin has names");
        group.at = 0;
        group
    }

    fn read(&mut self, (at, length): (usize, usize)) -> Vec<u8> {
        self.take(at - self.at);
        self.take(length)
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.unpacked.read_exact(&mut bytes).expect("data.bin is whole");
        self.at += length;
        bytes
    }
}

/// Lines `name at length`, and where the contents begin.
fn table_of(bytes: &[u8]) -> (&str, usize) {
    let start = 4 + number(&bytes[..4]);
    (std::str::from_utf8(&bytes[4..start]).expect("data.bin has names"), start)
}

fn place(table: &str, name: &str) -> Option<(usize, usize)> {
    let line = table.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    let (at, length) = line.split_once(' ')?;
    Some((at.parse().ok()?, length.parse().ok()?))
}

fn number(bytes: &[u8]) -> usize {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_come_in_the_order_of_their_names() {
        let [swedish, nothing, english] = contents("dates", ["sv", "xx", "en"]);
        assert!(english.is_some_and(|text| text.starts_with(b"{\"months\"")));
        assert!(swedish.is_some_and(|text| text.starts_with(b"{")));
        assert!(nothing.is_none());
    }

    #[test]
    fn a_name_may_be_asked_for_twice() {
        let [one, other] = contents("numbers", ["en", "en"]);
        assert!(one.is_some() && one == other);
    }

    #[test]
    fn every_content_is_whole() {
        for group in ["dates", "numbers", "zones", "supplemental", "collations", "zoneinfo"] {
            for name in names(group).iter().step_by(37) {
                assert!(contents(group, [name])[0].is_some(), "{group} {name}");
            }
        }
    }
}
