//! Which of a language's plural forms a number takes.
use fixed_decimal::Decimal;
use icu_locale::Locale;
use icu_plurals::{
    PluralCategory, PluralRuleType, PluralRules, PluralRulesOptions,
};
use rquickjs::{Ctx, Exception, Function, Object, Result};
use std::cell::RefCell;

thread_local! {
    /// The library asks once for each language and type.
    static MADE: RefCell<Vec<PluralRules>> = const { RefCell::new(Vec::new()) };
}

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    part.set("plurals", Function::new(ctx.clone(), make)?)?;
    part.set("plural", Function::new(ctx.clone(), select)?)?;
    let categories = |id: usize| {
        MADE.with_borrow(|made| made[id].categories().map(name).collect::<Vec<_>>())
    };
    part.set("pluralCategories", Function::new(ctx.clone(), categories)?)
}

fn make(ctx: Ctx<'_>, locale: String, ordinal: bool) -> Result<usize> {
    let locale = Locale::try_from_str(&locale).unwrap_or(Locale::UNKNOWN);
    let kind = if ordinal { PluralRuleType::Ordinal } else { PluralRuleType::Cardinal };
    let options = PluralRulesOptions::default().with_type(kind);
    let rules = PluralRules::try_new((&locale).into(), options)
        .map_err(|error| Exception::throw_range(&ctx, &error.to_string()))?;
    Ok(MADE.with_borrow_mut(|made| {
        made.push(rules);
        made.len() - 1
    }))
}

/// The number as it is written, with the zeros that are shown.
fn select(id: usize, number: String) -> &'static str {
    match number.parse::<Decimal>() {
        Ok(number) => name(MADE.with_borrow(|made| made[id].category_for(&number))),
        Err(_) => "other",
    }
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
