//! `native.url`: the URL Standard, by the crate that Firefox's came from.
use rquickjs::{Ctx, Function, Object, Result};
use std::borrow::Cow;
use url::Url;
use url::quirks;

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    let parse = |text: String, base: Option<String>| parse(&text, base.as_deref());
    part.set("parse", Function::new(ctx.clone(), parse)?)?;
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
