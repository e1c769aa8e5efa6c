//! Time zones, by the IANA data that jiff carries.
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use rquickjs::{Ctx, Function, Object, Result};
use std::cell::RefCell;

pub fn add<'js>(ctx: &Ctx<'js>, part: &Object<'js>) -> Result<()> {
    let name = |name: String| find(&name).and_then(|zone| zone.iana_name().map(str::to_string));
    part.set("zone", Function::new(ctx.clone(), name)?)?;
    part.set("zoneOffset", Function::new(ctx.clone(), offset)?)?;
    part.set("ownZone", Function::new(ctx.clone(), own_name)?)?;
    let all = || {
        TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect::<Vec<_>>()
    };
    part.set("zones", Function::new(ctx.clone(), all)?)
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

fn find(name: &str) -> Option<TimeZone> {
    thread_local! {
        static LAST: RefCell<Option<(String, TimeZone)>> = const { RefCell::new(None) };
    }
    LAST.with_borrow_mut(|last| {
        if let Some((kept, zone)) = last
            && kept == name
        {
            return Some(zone.clone());
        }
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        *last = Some((name.to_string(), zone.clone()));
        Some(zone)
    })
}

/// The name of the zone that the process is in: by the variable TZ, or by the system's own link.
fn own_name() -> Option<String> {
    if let Ok(name) = std::env::var("TZ") {
        return find(name.trim_start_matches(':'))?.iana_name().map(str::to_string);
    }
    let link = std::fs::read_link("/etc/localtime").ok()?;
    let (_, name) = link.to_str()?.split_once("zoneinfo/")?;
    find(name)?.iana_name().map(str::to_string)
}
