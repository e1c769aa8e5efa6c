//! Sections of `cldr.bin`, which `engine/scripts/cldr.mjs` makes from Unicode's CLDR.
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
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
        (inflate(&FILE[4..4 + size], 64 * 1024, ""), 4 + size)
    });
    let line = index.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
    let mut numbers = line.split(' ').filter_map(|number| number.parse::<usize>().ok());
    let (at, packed, length) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let kind = name.split_once(':').map(|(_, kind)| format!("en:{kind}"));
    let before = kind.filter(|english| english != name).and_then(|english| section(&english));
    let before = before.unwrap_or_default();
    Some(inflate(&FILE[start + at..start + at + packed], length, &before))
}

/// How far deflate looks back.
const WINDOW: usize = 32 * 1024;

/// What was deflated as if the text `before` had come first.
fn inflate(packed: &[u8], most: usize, before: &str) -> String {
    let before = &before.as_bytes()[..before.len().min(WINDOW)];
    let mut bytes = before.to_vec();
    bytes.resize(before.len() + most, 0);
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut state = DecompressorOxide::new();
    let (status, _, written) = decompress(&mut state, packed, &mut bytes, before.len(), flags);
    assert!(status == TINFLStatus::Done, "cldr.bin is whole");
    bytes.truncate(before.len() + written);
    String::from_utf8(bytes.split_off(before.len())).expect("cldr.bin is text")
}
