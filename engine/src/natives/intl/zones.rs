//! IANA's time zones, which jiff reads.
use super::packed;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rquickjs::{Ctx, Function, Object, Result};
use std::cell::RefCell;
use std::collections::HashMap;

/// Zones that are kept: names come from requests, too.
const MOST: usize = 100;

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let name = |name: String| find(&name).and_then(|zone| zone.iana_name().map(str::to_string));
    part.set("zone", Function::new(ctx.clone(), name)?)?;
    part.set("zoneOffset", Function::new(ctx.clone(), offset)?)?;
    part.set("ownZone", Function::new(ctx.clone(), own_name)?)?;
    part.set("zones", Function::new(ctx.clone(), || packed::names("zoneinfo"))?)
}

/// Seconds east of UTC at a time in milliseconds, and 1 where the clocks are forward.
fn offset(name: String, at: f64) -> Vec<i32> {
    let Ok(at) = Timestamp::from_millisecond(at as i64) else { return vec![0, 0] };
    let Some(zone) = find(&name) else { return vec![0, 0] };
    let info = zone.to_offset_info(at);
    vec![info.offset().seconds(), info.dst().is_dst().into()]
}

/// Seconds east of UTC at a time in seconds, in the zone that the process is in.
#[cfg(target_os = "linux")]
pub fn own_offset(at: i64) -> (i32, bool) {
    let zone = own_name().and_then(|name| find(&name));
    let Some(zone) = zone else { return (0, false) };
    let Ok(at) = Timestamp::from_second(at) else { return (0, false) };
    let info = zone.to_offset_info(at);
    (info.offset().seconds(), info.dst().is_dst())
}

thread_local! {
    /// Each by the name that it was asked for, none where there is none.
    static FOUND: RefCell<HashMap<String, Option<TimeZone>>> = RefCell::new(HashMap::new());
}

fn find(name: &str) -> Option<TimeZone> {
    FOUND.with_borrow_mut(|found| {
        if found.len() > MOST {
            found.clear();
        }
        found.entry(name.to_string()).or_insert_with(|| read(name)).clone()
    })
}

fn read(name: &str) -> Option<TimeZone> {
    // Lambda's own zone: nothing is unpacked for it.
    if name.eq_ignore_ascii_case("UTC") {
        return Some(TimeZone::UTC);
    }
    let name = packed::names("zoneinfo").into_iter().find(|one| one.eq_ignore_ascii_case(name))?;
    TimeZone::tzif(&name, &packed::content("zoneinfo", &name)?).ok()
}

/// The name of the zone that the process is in: by the variable TZ, or by the system's own link.
fn own_name() -> Option<String> {
    if let Ok(name) = std::env::var(super::ZONE_VARIABLE) {
        return find(name.trim_start_matches(':'))?.iana_name().map(str::to_string);
    }
    let link = std::fs::read_link("/etc/localtime").ok()?;
    let (_, name) = link.to_str()?.split_once("zoneinfo/")?;
    find(name)?.iana_name().map(str::to_string)
}
