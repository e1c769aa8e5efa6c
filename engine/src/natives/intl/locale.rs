//! Names of locales.
use icu_locale::{LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleExpander};
use rquickjs::{Ctx, Function, Object, Result};

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    part.set("canonicalize", Function::new(ctx.clone(), canonicalize)?)?;
    part.set("maximize", Function::new(ctx.clone(), maximize)?)
}

/// Nothing where it is not a language tag.
fn canonicalize(tag: String) -> Option<String> {
    if tag.contains('_') {
        return None;
    }
    let mut locale = Locale::try_from_str(&tag).ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(locale.to_string())
}

/// Language, script and region, as likely as may be.
fn maximize(tag: String) -> Vec<String> {
    let mut id = LanguageIdentifier::try_from_str(&tag).unwrap_or(LanguageIdentifier::UNKNOWN);
    LocaleExpander::new_extended().maximize(&mut id);
    let script = id.script.map(|script| script.to_string()).unwrap_or_default();
    let region = id.region.map(|region| region.to_string()).unwrap_or_default();
    vec![id.language.to_string(), script, region]
}
