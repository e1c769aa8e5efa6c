//! What Unicode's CLDR has for a locale, as JSON.
use super::packed;
use rquickjs::{Ctx, Function, Object, Result};

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    part.set("supplemental", Function::new(ctx.clone(), supplemental)?)?;
    part.set("data", Function::new(ctx.clone(), data)?)
}

fn supplemental() -> String {
    text(packed::content("supplemental", "").unwrap_or_default())
}

/// English (but for the names of zones), what the language has other than that, and what the locale
/// has other than its language.
fn data(kind: String, locale: String) -> Vec<String> {
    let language = locale.split('-').next().unwrap_or_default();
    let base = if kind == "zones" { language } else { "en" };
    let mut names = vec![base, language, &locale];
    names.dedup();
    packed::contents(&kind, &names).into_iter().map(text).collect()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("data.bin has text")
}
