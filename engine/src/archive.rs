//! Modules that lie behind an executable.
//!
//! An archive is the modules, a table (for each the length of its name u16, its own length u32, its
//! name), the length of all modules u64, that of the table u64, and a mark; numbers are little-endian.
//! The table stands by itself so that looking for a module reads no other from disk. Several archives
//! may follow one another: the engine's own library, then a function.
use memmap2::Mmap;
use std::sync::OnceLock;

const MARK: &[u8; 8] = b"OCHE\0BC1";
const FOOT: usize = 24;

struct Entry {
    name: String,
    start: usize,
    end: usize,
}

#[derive(Default)]
pub struct Archive {
    file: Option<Mmap>,
    entries: Vec<Entry>,
}

static OWN: OnceLock<Archive> = OnceLock::new();

/// The archives behind the running executable.
pub fn own() -> &'static Archive {
    OWN.get_or_init(|| open().unwrap_or_default())
}

/// Only the pages that are looked at are read from disk.
fn open() -> Option<Archive> {
    let file = std::fs::File::open(std::env::current_exe().ok()?).ok()?;
    // SAFETY: a deployed executable does not change while it runs.
    let map = unsafe { Mmap::map(&file) }.ok()?;
    let entries = entries_of(&map);
    Some(Archive { file: Some(map), entries })
}

impl Archive {
    pub fn find(&self, name: &str) -> Option<&[u8]> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        self.file.as_ref()?.get(entry.start..entry.end)
    }

    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }
}

fn entries_of(all: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut end = all.len();
    while let Some(start) = archive_before(all, end, &mut entries) {
        end = start;
    }
    entries
}

/// Where the table of the archive that ends there begins, and where it ends.
fn table_before(all: &[u8], end: usize) -> Option<(usize, usize)> {
    let foot = end.checked_sub(FOOT)?;
    if &all[end - 8..end] != MARK {
        return None;
    }
    Some((foot.checked_sub(number(&all[foot + 8..foot + 16]))?, foot))
}

/// From where a file is read at every start: what begins at `start`, and the table before it, as all are.
pub fn near(all: &[u8], start: usize) -> usize {
    table_before(all, start).map_or(start, |(table, _)| table)
}

/// Where the archive that ends there begins.
fn archive_before(all: &[u8], end: usize, entries: &mut Vec<Entry>) -> Option<usize> {
    let (table, foot) = table_before(all, end)?;
    let start = table.checked_sub(number(&all[foot..foot + 8]))?;
    let (mut at, mut module) = (table, start);
    while at + 6 <= foot {
        let named = at + 6;
        let length = number(&all[at + 2..named]);
        at = named + number(&all[at..at + 2]);
        let name = std::str::from_utf8(all.get(named..at)?).ok()?.to_string();
        if module + length > table || at > foot {
            return None;
        }
        entries.push(Entry { name, start: module, end: module + length });
        module += length;
    }
    Some(start)
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte))
}

/// An archive as it is appended to an executable.
pub fn write(modules: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out: Vec<u8> = modules.iter().flat_map(|(_, module)| *module).copied().collect();
    let length = out.len();
    for (name, module) in modules {
        out.extend((name.len() as u16).to_le_bytes());
        out.extend((module.len() as u32).to_le_bytes());
        out.extend(name.as_bytes());
    }
    let table = out.len() - length;
    out.extend((length as u64).to_le_bytes());
    out.extend((table as u64).to_le_bytes());
    out.extend(MARK);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let read = |entry: &Entry| (entry.name.clone(), bytes[entry.start..entry.end].to_vec());
        entries_of(bytes).iter().map(read).collect()
    }

    #[test]
    fn an_archive_behind_other_bytes_is_read_as_it_was_written() {
        let mut file = b"an executable".to_vec();
        file.extend(write(&[("a", &b"one"[..]), ("b/c", &b""[..])]));
        assert_eq!(names(&file), [("a".into(), b"one".to_vec()), ("b/c".into(), vec![])]);
    }

    #[test]
    fn several_archives_are_read_the_last_one_first() {
        let mut file = write(&[("library", &b"1"[..])]);
        file.extend(write(&[("main", &b"2"[..])]));
        let found: Vec<_> = names(&file).into_iter().map(|entry| entry.0).collect();
        assert_eq!(found, ["main", "library"]);
    }

    #[test]
    fn the_table_before_is_read_with_what_every_start_reads() {
        let far = write(&[("far", &b"modules"[..])]);
        let end = far.len();
        let file = [far, write(&[("near", &b"more"[..])])].concat();
        assert_eq!(near(&file, end), "modules".len());
        assert_eq!(near(b"an executable", 13), 13);
    }

    #[test]
    fn what_is_cut_or_no_archive_has_no_modules() {
        let file = write(&[("a", &b"one"[..])]);
        for end in 0..file.len() {
            assert!(names(&file[..end]).is_empty());
        }
        for start in 1..file.len() {
            names(&file[start..]);
        }
    }
}
