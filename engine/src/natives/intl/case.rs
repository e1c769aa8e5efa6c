//! Upper and lower case as a language has them (Turkish, Azerbaijani, Lithuanian, Greek, Dutch).
use icu_casemap::CaseMapper;
use icu_locale::LanguageIdentifier;
use rquickjs::{Ctx, Function, Object, Result};

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let upper = |locale: String, text: String| {
        CaseMapper::new().uppercase_to_string(&text, &language(&locale)).into_owned()
    };
    part.set("upper", Function::new(ctx.clone(), upper)?)?;
    let lower = |locale: String, text: String| {
        CaseMapper::new().lowercase_to_string(&text, &language(&locale)).into_owned()
    };
    part.set("lower", Function::new(ctx.clone(), lower)?)
}

fn language(locale: &str) -> LanguageIdentifier {
    LanguageIdentifier::try_from_str(locale).unwrap_or(LanguageIdentifier::UNKNOWN)
}
