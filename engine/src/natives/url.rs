//! `native.url`: the URL Standard, by the crate that Firefox's came from.
use crate::values::{new_string, with_utf8};
use rquickjs::{Ctx, Function, Object, Result, String as JsString, Value};
use std::borrow::Cow;
use url::Url;
use url::quirks;

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    let parse = |text: String, base: Option<String>| parse(&text, base.as_deref());
    part.set("parse", Function::new(ctx.clone(), parse)?)?;
    part.set("address", Function::new(ctx.clone(), address)?)?;
    part.set("change", Function::new(ctx.clone(), change)?)?;
    let to_ascii = |name: String| quirks::domain_to_ascii(&name);
    part.set("domainToAscii", Function::new(ctx.clone(), to_ascii)?)?;
    let to_unicode = |name: String| quirks::domain_to_unicode(&name);
    part.set("domainToUnicode", Function::new(ctx.clone(), to_unicode)?)?;
    Ok(part)
}

/// The parts in the order in which the library names them, or nothing.
fn parse(text: &str, base: Option<&str>) -> Option<Vec<String>> {
    let base = match base {
        Some(base) => Some(Url::parse(base).ok()?),
        None => None,
    };
    let text = match &base {
        Some(base) if !is_special(base.scheme()) => with_plain_backslash(text),
        _ => Cow::Borrowed(text),
    };
    Url::options().base_url(base.as_ref()).parse(&text).ok().map(|url| parts(&url))
}

/// Empty where there is a name or a password.
fn address<'js>(ctx: Ctx<'js>, text: JsString<'js>) -> Result<Option<Value<'js>>> {
    if with_utf8(&text, is_as_parsed) {
        return Ok(Some(text.into_value()));
    }
    let Ok(url) = with_utf8(&text, |bytes| Url::parse(&String::from_utf8_lossy(bytes))) else {
        return Ok(None);
    };
    let is_plain = url.username().is_empty() && url.password().is_none_or(str::is_empty);
    new_string(&ctx, if is_plain { url.as_str().as_bytes() } else { b"" }).map(Some)
}

/// Whether a URL is one of those, and most are, that parsing leaves as they are: a name in lower case that
/// is no number and not written in Punycode, a path without `.` at the beginning of a part, and no
/// character that would be escaped. Others may be, too.
fn is_as_parsed(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"https://").or_else(|| text.strip_prefix(b"http://"))
    else {
        return false;
    };
    let Some(slash) = memchr::memchr(b'/', rest) else { return false };
    let (host, path) = rest.split_at(slash);
    is_plain_host(host) && is_plain_path(path)
}

fn is_plain_host(host: &[u8]) -> bool {
    let is_label = |label: &[u8]| {
        label.first().is_some_and(u8::is_ascii_lowercase)
            && !label.starts_with(b"xn--")
            && label.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    host.split(|&byte| byte == b'.').all(is_label)
}

fn is_plain_path(path: &[u8]) -> bool {
    let is_plain = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'/' | b'?' | b'=' | b'&' | b'-' | b'_' | b'.' | b'~' | b'%' | b'+')
    };
    // A part of dots alone, escaped or not, is taken away.
    let has_dots = path.windows(2).any(|two| two[0] == b'/' && matches!(two[1], b'.' | b'%'));
    !has_dots && path.iter().all(is_plain)
}

fn is_special(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "ws" | "wss" | "ftp" | "file")
}

/// Only special schemes have `\` for a slash; the crate takes it for one at the beginning of any.
fn with_plain_backslash(text: &str) -> Cow<'_, str> {
    let rest = text.trim_start_matches(|char| char <= ' ');
    if rest.starts_with('\\') {
        Cow::Owned(format!("./{rest}"))
    } else if rest.starts_with("/\\") {
        Cow::Owned(format!("/.{rest}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn parts(url: &Url) -> Vec<String> {
    [
        url.as_str(),
        &quirks::origin(url),
        quirks::protocol(url),
        quirks::username(url),
        quirks::password(url),
        quirks::host(url),
        quirks::hostname(url),
        quirks::port(url),
        quirks::pathname(url),
        quirks::search(url),
        quirks::hash(url),
    ]
    .map(str::to_string)
    .into()
}

#[test]
fn what_is_taken_as_parsed_is_as_parsed() {
    let pieces: Vec<&str> =
        "https:// http:// HTTP:// a example.com x-y.on.aws xn--a 1 1.2 0x7f . .. / // %2e \
        %2E ? & = q ~ + % %zz - _ : :80 :443 @ # \\ ' | ä A com. xn-- * [ ::1"
            .split_whitespace()
            .chain([" ", "\t"])
            .collect();
    let mut state = 1u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % limit
    };
    let mut taken = 0;
    for _ in 0..200_000 {
        let start = pieces[below(2)].to_string() + pieces[3 + below(3)];
        let text = (0..below(7)).fold(start, |text, _| text + pieces[below(pieces.len())]);
        if is_as_parsed(text.as_bytes()) {
            taken += 1;
            assert_eq!(Url::parse(&text).map(String::from), Ok(text));
        }
    }
    assert!(taken > 1000, "{taken}");
}

/// What a URL is after one of its parts was set; the same where that is refused.
fn change(href: String, part: String, value: String) -> Option<Vec<String>> {
    let mut url = Url::parse(&href).ok()?;
    match part.as_str() {
        "protocol" => drop(quirks::set_protocol(&mut url, &value)),
        "username" => drop(quirks::set_username(&mut url, &value)),
        "password" => drop(quirks::set_password(&mut url, &value)),
        "host" => drop(quirks::set_host(&mut url, &value)),
        "hostname" => drop(quirks::set_hostname(&mut url, &value)),
        "port" => drop(quirks::set_port(&mut url, &value)),
        "pathname" => quirks::set_pathname(&mut url, &value),
        "search" => quirks::set_search(&mut url, &value),
        "hash" => quirks::set_hash(&mut url, &value),
        _ => {}
    }
    Some(parts(&url))
}
