//! The order of text in a language.
use super::tailoring::Tailored;
use crate::values::with_utf8;
use icu_collator::options::{AlternateHandling, CaseLevel, CollatorOptions, Strength};
use icu_collator::preferences::{CollationCaseFirst, CollationNumericOrdering};
use icu_collator::{Collator, CollatorPreferences};
use icu_locale::Locale;
use rquickjs::{Ctx, Exception, Function, Object, Result, String as JsString};
use std::cell::RefCell;
use std::cmp::Ordering;

thread_local! {
    /// The library asks once for each set of options.
    static MADE: RefCell<Vec<Collator>> = const { RefCell::new(Vec::new()) };
}

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    part.set("collator", Function::new(ctx.clone(), make)?)?;
    part.set("compare", Function::new(ctx.clone(), compare)?)?;
    let resolved = |id: usize| MADE.with_borrow(|made| resolved(&made[id]));
    part.set("collatorOptions", Function::new(ctx.clone(), resolved)?)
}

/// What is not given is as the language has it.
fn make(
    ctx: Ctx<'_>,
    locale: String,
    sensitivity: String,
    case_first: String,
    numeric: bool,
    punctuation: String,
) -> Result<usize> {
    let locale = Locale::try_from_str(&locale).unwrap_or(Locale::UNKNOWN);
    let mut preferences = CollatorPreferences::from(&locale);
    if numeric {
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    }
    match case_first.as_str() {
        "upper" => preferences.case_first = Some(CollationCaseFirst::Upper),
        "lower" => preferences.case_first = Some(CollationCaseFirst::Lower),
        "false" => preferences.case_first = Some(CollationCaseFirst::False),
        _ => {}
    }
    let mut options = CollatorOptions::default();
    options.strength = Some(match sensitivity.as_str() {
        "base" | "case" => Strength::Primary,
        "accent" => Strength::Secondary,
        _ => Strength::Tertiary,
    });
    if sensitivity == "case" {
        options.case_level = Some(CaseLevel::On);
    }
    match punctuation.as_str() {
        "true" => options.alternate_handling = Some(AlternateHandling::Shifted),
        "false" => options.alternate_handling = Some(AlternateHandling::NonIgnorable),
        _ => {}
    }
    let collator = Collator::try_new_unstable(&Tailored, preferences, options)
        .map_err(|error| Exception::throw_range(&ctx, &error.to_string()))?;
    Ok(MADE.with_borrow_mut(|made| {
        made.push(collator);
        made.len() - 1
    }))
}

fn compare(id: usize, one: JsString<'_>, other: JsString<'_>) -> i32 {
    let order = MADE.with_borrow(|made| {
        with_utf8(&one, |one| {
            with_utf8(&other, |other| made[id].as_borrowed().compare_utf8(one, other))
        })
    });
    match order {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }
}

/// `caseFirst`, `numeric` and `ignorePunctuation`.
fn resolved(collator: &Collator) -> Vec<String> {
    let options = collator.as_borrowed().resolved_options();
    let case_first = match options.case_first {
        CollationCaseFirst::Upper => "upper",
        CollationCaseFirst::Lower => "lower",
        _ => "false",
    };
    let shifted = options.alternate_handling == AlternateHandling::Shifted;
    let numeric = options.numeric == CollationNumericOrdering::True;
    vec![case_first.into(), numeric.to_string(), shifted.to_string()]
}
