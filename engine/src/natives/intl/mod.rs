//! `native.intl`: what `Intl` stands on. Order of text, plurals and case by ICU4X, zones by the IANA
//! data in jiff, and the patterns of Unicode's CLDR.
mod case;
mod cldr;
mod collator;
#[cfg(target_os = "linux")]
mod local_time;
mod locale;
mod packed;
mod plurals;
mod tailoring;
mod zones;

use rquickjs::{Ctx, Object, Result};

/// Names the zone that the process is in.
pub const ZONE_VARIABLE: &str = "TZ";

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    case::add(ctx, &part)?;
    cldr::add(ctx, &part)?;
    collator::add(ctx, &part)?;
    locale::add(ctx, &part)?;
    plurals::add(ctx, &part)?;
    zones::add(ctx, &part)?;
    Ok(part)
}
