//! Puts answers of HTTP/1.1 together from the pieces a socket delivers: the Runtime API's.
use memchr::memmem;
use std::borrow::Cow;

const MAX_HEAD: usize = 256 * 1024;
const MAX_LINE: usize = 8192;
/// A buffer up to this size is kept for the next answer, in bytes.
const KEPT: usize = 1024 * 1024;
const NOT_HTTP: &str = "the answer is not HTTP/1.1";

#[derive(Clone, Copy, PartialEq, Debug)]
enum Length {
    Bytes(usize),
    Chunks,
    /// Up to the end of the connection.
    Rest,
}

#[derive(Default)]
pub struct Reader {
    /// Of an unfinished answer.
    bytes: Vec<u8>,
}

/// What the head of an answer says of the rest.
struct Head {
    status: u16,
    length: Length,
    stays_open: bool,
}

#[derive(Debug)]
pub struct Answer<'a> {
    pub status: u16,
    /// The line of the status, and those of the headers.
    pub head: &'a [u8],
    pub body: Cow<'a, [u8]>,
    /// Whether the connection may carry another request.
    pub reusable: bool,
}

impl Reader {
    /// What `take` makes of the answer if these bytes complete it; an error where they are not HTTP.
    pub fn push<T>(
        &mut self,
        bytes: &[u8],
        ended: bool,
        take: impl FnOnce(Answer<'_>) -> T,
    ) -> Result<Option<T>, &'static str> {
        if self.bytes.is_empty() {
            let taken = read(bytes, ended)?.map(take);
            if taken.is_none() {
                self.bytes.extend_from_slice(bytes);
            }
            return Ok(taken);
        }
        let mut all = std::mem::take(&mut self.bytes);
        all.extend_from_slice(bytes);
        let taken = read(&all, ended)?.map(take);
        if taken.is_some() {
            all.clear();
            all.shrink_to(KEPT);
        }
        self.bytes = all;
        Ok(taken)
    }
}

fn read(all: &[u8], ended: bool) -> Result<Option<Answer<'_>>, &'static str> {
    let mut at = 0;
    let (head, lines) = loop {
        let Some(end) = memmem::find(&all[at..], b"\r\n\r\n") else {
            let begins = &all[at..all.len().min(at + 5)];
            let may_be_head = b"HTTP/".starts_with(begins) && all.len() - at < MAX_HEAD;
            return if may_be_head { Ok(None) } else { Err(NOT_HTTP) };
        };
        let lines = &all[at..at + end];
        let head = read_head(lines)?;
        at += end + 4;
        // 1xx: the final answer follows.
        if head.status >= 200 {
            break (head, lines);
        }
    };
    let body = &all[at..];
    let answer = |body, is_clean| {
        let reusable = is_clean && head.stays_open;
        Ok(Some(Answer { status: head.status, head: lines, body, reusable }))
    };
    match head.length {
        Length::Bytes(length) if body.len() < length => Ok(None),
        Length::Bytes(length) => answer(body[..length].into(), length == body.len()),
        Length::Rest if ended => answer(body.into(), false),
        Length::Rest => Ok(None),
        Length::Chunks => match read_chunks(body)? {
            Some((parts, end)) => answer(parts.into(), end == body.len()),
            None => Ok(None),
        },
    }
}

fn read_head(lines: &[u8]) -> Result<Head, &'static str> {
    let minor = lines.strip_prefix(b"HTTP/1.").and_then(|rest| rest.first()).ok_or(NOT_HTTP)?;
    let status = lines.get(8..12).and_then(|part| part.strip_prefix(b" "));
    let status = status.and_then(number).ok_or(NOT_HTTP)? as u16;
    let [mut encoding, mut length, mut connection, mut keep_alive] = [None; 4];
    for (name, value) in fields(lines) {
        let known = match name.len() {
            10 if name.eq_ignore_ascii_case(b"connection") => &mut connection,
            10 if name.eq_ignore_ascii_case(b"keep-alive") => &mut keep_alive,
            14 if name.eq_ignore_ascii_case(b"content-length") => &mut length,
            17 if name.eq_ignore_ascii_case(b"transfer-encoding") => &mut encoding,
            _ => continue,
        };
        // The first where there are several.
        known.get_or_insert(value);
    }
    // HTTP/1.0 closes unless told otherwise. A server that gives a `Keep-Alive` closes what is idle
    // for some seconds, which a busy handler would not notice before its answer is lost.
    let stays_open = keep_alive.is_none()
        && match minor {
            b'0' => connection.is_some_and(|it| it.eq_ignore_ascii_case(b"keep-alive")),
            _ => !connection.is_some_and(|it| it.eq_ignore_ascii_case(b"close")),
        };
    Ok(Head { status, length: length_of(status, encoding, length)?, stays_open })
}

fn length_of(
    status: u16,
    encoding: Option<&[u8]>,
    length: Option<&[u8]>,
) -> Result<Length, &'static str> {
    if encoding.is_some_and(|it| it.to_ascii_lowercase().ends_with(b"chunked")) {
        return Ok(Length::Chunks);
    }
    match length {
        _ if status == 204 => Ok(Length::Bytes(0)),
        None => Ok(Length::Rest),
        Some(value) => number(value).map(Length::Bytes).ok_or(NOT_HTTP),
    }
}

fn number(digits: &[u8]) -> Option<usize> {
    let sane = (1..=15).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits).ok().filter(|_| sane)?.parse().ok()
}

/// Names and values of headers, after the line of the status.
pub fn fields(lines: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let ends = memchr::memchr_iter(b'\n', lines).chain([lines.len()]);
    let mut start = 0;
    let lines = ends.map(move |end| &lines[std::mem::replace(&mut start, end + 1)..end]);
    lines.skip(1).filter_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        Some((&line[..colon], line[colon + 1..].trim_ascii()))
    })
}

/// A whole chunked body, and where it ends, over its trailers.
fn read_chunks(bytes: &[u8]) -> Result<Option<(Vec<u8>, usize)>, &'static str> {
    let (mut body, mut at) = (Vec::new(), 0);
    loop {
        let Some(line) = memmem::find(&bytes[at..], b"\r\n") else {
            return if bytes.len() - at > MAX_LINE { Err(NOT_HTTP) } else { Ok(None) };
        };
        let size = chunk_size(&bytes[at..at + line])?;
        let start = at + line + 2;
        if size == 0 {
            let end = memmem::find(&bytes[at + line..], b"\r\n\r\n");
            return Ok(end.map(|end| (body, at + line + end + 4)));
        }
        let Some(chunk) = bytes.get(start..start + size + 2) else { return Ok(None) };
        if !chunk.ends_with(b"\r\n") {
            return Err(NOT_HTTP);
        }
        body.extend_from_slice(&chunk[..size]);
        at = start + size + 2;
    }
}

fn chunk_size(line: &[u8]) -> Result<usize, &'static str> {
    let digits = line.split(|byte| *byte == b';').next().unwrap_or(b"").trim_ascii_end();
    let sane = (1..=15).contains(&digits.len()) && digits.iter().all(u8::is_ascii_hexdigit);
    let text = std::str::from_utf8(digits).ok().filter(|_| sane).ok_or(NOT_HTTP)?;
    usize::from_str_radix(text, 16).map_err(|_| NOT_HTTP)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Told = (Vec<u8>, bool, bool);

    fn push(reader: &mut Reader, bytes: &[u8], ended: bool) -> Result<Option<Told>, &'static str> {
        reader.push(bytes, ended, |it| {
            (it.body.to_vec(), it.reusable, it.head.starts_with(b"HTTP/1.1 2"))
        })
    }

    const PLAIN: &[u8] = b"HTTP/1.1 200 OK\r\nX-Own:  a \r\nContent-Length: 5\r\n\r\nhello";
    const CHUNKED: &[u8] =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=1\r\nhel\r\n2\r\nlo\r\n0\r\nT: x\r\n\r\n";

    #[test]
    fn an_answer_is_the_same_wherever_it_is_cut() {
        for whole in [PLAIN, CHUNKED] {
            for cut in 1..whole.len() {
                let mut reader = Reader::default();
                assert!(push(&mut reader, &whole[..cut], false).unwrap().is_none(), "{cut}");
                let answer = push(&mut reader, &whole[cut..], false).unwrap().unwrap();
                assert_eq!(answer, (b"hello".to_vec(), true, true));
                assert_eq!(push(&mut reader, whole, false).unwrap().unwrap(), answer);
            }
        }
    }

    #[test]
    fn without_a_length_it_ends_with_the_connection() {
        let mut reader = Reader::default();
        assert!(push(&mut reader, b"HTTP/1.1 200 OK\r\n\r\nall", false).unwrap().is_none());
        let answer = push(&mut reader, b"", true).unwrap().unwrap();
        assert_eq!(answer, (b"all".to_vec(), false, true));
    }

    #[test]
    fn a_connection_is_used_again_where_the_server_keeps_it() {
        let cases: [(&[u8], bool); 5] = [
            (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", false),
            (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false),
            (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", true),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore", false),
            (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", true),
        ];
        for (bytes, reusable) in cases {
            let answer = push(&mut Reader::default(), bytes, false).unwrap().unwrap();
            assert_eq!(answer.1, reusable);
        }
    }

    #[test]
    fn what_is_not_http_is_an_error() {
        let cases: [&[u8]; 6] = [
            b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
            b"HTTP/2 200\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
            b"HTTP/1.1 2\r\n\r\n",
        ];
        for bytes in cases {
            assert!(push(&mut Reader::default(), bytes, false).is_err());
        }
    }
}
