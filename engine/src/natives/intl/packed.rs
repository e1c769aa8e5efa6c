//! `data.bin`, which `engine/scripts/intl/data.mjs` makes: groups of named contents, brotli by group.
use brotli_decompressor::Decompressor;
use std::collections::BTreeMap;
use std::io::Read;

/// A section of its own keeps it out of what is read when a function starts.
#[cfg_attr(target_os = "linux", unsafe(link_section = ".oche.far_data"))]
static FILE: [u8; include_bytes!("data.bin").len()] = *include_bytes!("data.bin");
/// Of what comes out of a group, read at once.
const CHUNK: usize = 32 * 1024;

/// The group's contents of these names, in their order; what it has not is left out. What comes after
/// them is not unpacked.
pub fn contents(group: &str, names: &[&str]) -> Vec<Vec<u8>> {
    let mut group = Group::open(group);
    let places: Vec<_> = names.iter().filter_map(|name| place(&group.table, name)).collect();
    // Contents that are equal stand once, and are read once.
    let mut unpacked: BTreeMap<_, _> = places.iter().map(|place| (*place, Vec::new())).collect();
    for (place, bytes) in &mut unpacked {
        *bytes = group.read(*place);
    }
    places.iter().map(|place| unpacked[place].clone()).collect()
}

pub fn content(group: &str, name: &str) -> Option<Vec<u8>> {
    contents(group, &[name]).pop()
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
        let (table, start) = table_of(&FILE);
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
        let found = contents("dates", &["sv", "xx", "en"]);
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with(b"{") && found[0] != found[1]);
        assert!(found[1].starts_with(b"{\"months\""));
        assert!(content("dates", "xx").is_none());
    }

    #[test]
    fn a_name_may_be_asked_for_twice() {
        let found = contents("numbers", &["en", "en"]);
        assert!(found.len() == 2 && found[0] == found[1]);
    }

    #[test]
    fn every_content_is_whole() {
        for group in ["dates", "numbers", "zones", "supplemental", "collations", "zoneinfo"] {
            for name in names(group).iter().step_by(37) {
                assert!(content(group, name).is_some(), "{group} {name}");
            }
        }
    }
}
