//! Sections of `cldr.bin`, which `engine/scripts/cldr.mjs` makes from Unicode's CLDR.
use flate2::{Decompress, FlushDecompress};
use rquickjs::{Ctx, Function, Object, Result};
use std::sync::OnceLock;

static FILE: &[u8] = include_bytes!("cldr.bin");

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    part.set("section", Function::new(ctx.clone(), |name: String| section(&name))?)?;
    part.set("data", Function::new(ctx.clone(), data)?)
}

/// JSON of a kind for a locale: English (but for the names of zones), what its language has other
/// than that, and what the locale has other than its language.
fn data(kind: String, locale: String) -> Vec<String> {
    let language = locale.split('-').next().unwrap_or_default();
    let names = [if kind == "zones" { language } else { "en" }, language, &locale];
    let mut found = Vec::with_capacity(3);
    for (place, name) in names.iter().enumerate() {
        if names[..place].contains(name) {
            continue;
        }
        let text = section(&format!("{}:{kind}", name.split('-').next().unwrap_or_default()));
        let text = text.unwrap_or_default();
        let mut lines = text.lines().filter_map(|line| line.split_once('\t'));
        if let Some((_, json)) = lines.find(|(line, _)| line == name) {
            found.push(json.to_string());
        }
    }
    found
}

fn section(name: &str) -> Option<String> {
    static INDEX: OnceLock<(String, usize)> = OnceLock::new();
    let (index, start) = INDEX.get_or_init(|| {
        let size = u32::from_le_bytes([FILE[0], FILE[1], FILE[2], FILE[3]]) as usize;
        (inflate(&FILE[4..4 + size], 64 * 1024), 4 + size)
    });
    let line = index.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    let mut numbers = line.split(' ').filter_map(|number| number.parse::<usize>().ok());
    let (at, packed, length) = (numbers.next()?, numbers.next()?, numbers.next()?);
    Some(inflate(&FILE[start + at..start + at + packed], length))
}

fn inflate(packed: &[u8], most: usize) -> String {
    let mut bytes = Vec::with_capacity(most);
    let done = Decompress::new(false).decompress_vec(packed, &mut bytes, FlushDecompress::Finish);
    done.expect("cldr.bin is whole");
    String::from_utf8(bytes).expect("cldr.bin is text")
}
