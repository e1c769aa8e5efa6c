//! The zone of `Date`: QuickJS asks the C library, which reads the system's files of zones. Where a
//! function runs there are none, so the zones that are in the executable answer.
// musl's `time_t` is 64 bits on both of Lambda's machines, which is all that its warning is about.
#![allow(deprecated)]

use super::zones;
use std::mem::zeroed;

/// In place of the C library's own.
///
/// # Safety
/// Both pointers are valid, as for the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn localtime_r(
    time: *const libc::time_t,
    result: *mut libc::tm,
) -> *mut libc::tm {
    // SAFETY: the caller's pointers are valid; `gmtime_r` writes the whole of `tm`.
    unsafe {
        let at = *time;
        let (offset, is_forward) = zones::own_offset(at as i64);
        let local = at + libc::time_t::from(offset);
        *result = zeroed();
        libc::gmtime_r(&local, result);
        (*result).tm_gmtoff = offset.into();
        (*result).tm_isdst = is_forward.into();
    }
    result
}
