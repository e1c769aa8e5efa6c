//! Puts answers of HTTP/1.1 together from the pieces a socket delivers: the Runtime API's. The head of
//! an answer is handed over once; a server answers every post with the same.
use memchr::memmem;
use std::borrow::Cow;

const MAX_HEAD: usize = 256 * 1024;
const MAX_LINE: usize = 8192;
/// A buffer up to this size is kept for the next answer, in bytes.
const KEPT: usize = 1024 * 1024;
const NOT_HTTP: &str = "the answer is not HTTP/1.1";

#[derive(Clone, Copy, PartialEq, Default, Debug)]
enum Length {
    #[default]
    None,
    Bytes(usize),
    Chunks,
    /// Up to the end of the connection.
    Rest,
}

#[derive(Default)]
pub struct Reader {
    /// Of an unfinished answer.
    bytes: Vec<u8>,
    head: Vec<u8>,
    is_new: bool,
    status: u16,
    length: Length,
    stays_open: bool,
}

#[derive(Debug)]
pub struct Answer<'a> {
    pub status: u16,
    /// None where the last answer had the same.
    pub head: Option<Vec<u8>>,
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
            let taken = self.read(bytes, ended)?.map(take);
            if taken.is_none() {
                self.bytes.extend_from_slice(bytes);
            }
            return Ok(taken);
        }
        let mut all = std::mem::take(&mut self.bytes);
        all.extend_from_slice(bytes);
        let taken = self.read(&all, ended)?.map(take);
        if taken.is_some() {
            all.clear();
            all.shrink_to(KEPT);
        }
        self.bytes = all;
        Ok(taken)
    }

    fn read<'a>(&mut self, all: &'a [u8], ended: bool) -> Result<Option<Answer<'a>>, &'static str> {
        let mut at = 0;
        loop {
            let Some(end) = memmem::find(&all[at..], b"\r\n\r\n") else {
                let begins = &all[at..all.len().min(at + 5)];
                let may_be_head = b"HTTP/".starts_with(begins) && all.len() - at < MAX_HEAD;
                return if may_be_head { Ok(None) } else { Err(NOT_HTTP) };
            };
            self.read_head(&all[at..at + end])?;
            at += end + 4;
            // 1xx: the final answer follows.
            if self.status >= 200 {
                break;
            }
        }
        let body = &all[at..];
        match self.length {
            Length::Bytes(length) if body.len() < length => Ok(None),
            Length::Bytes(length) => {
                Ok(Some(self.answer(body[..length].into(), length == body.len())))
            }
            Length::Rest if ended => Ok(Some(self.answer(body.into(), false))),
            Length::Chunks => {
                let chunks = read_chunks(body)?;
                Ok(chunks.map(|(parts, end)| self.answer(parts.into(), end == body.len())))
            }
            Length::Rest | Length::None => Ok(None),
        }
    }

    fn answer<'a>(&mut self, body: Cow<'a, [u8]>, is_clean: bool) -> Answer<'a> {
        let head = std::mem::take(&mut self.is_new).then(|| self.head.clone());
        Answer { status: self.status, head, body, reusable: is_clean && self.stays_open }
    }

    fn read_head(&mut self, head: &[u8]) -> Result<(), &'static str> {
        if head == self.head {
            return Ok(());
        }
        let minor = head.strip_prefix(b"HTTP/1.").and_then(|rest| rest.first()).ok_or(NOT_HTTP)?;
        let status = head.get(8..12).and_then(|part| part.strip_prefix(b" "));
        self.status = status.and_then(number).ok_or(NOT_HTTP)? as u16;
        self.length = length_of(self.status, head)?;
        let connection = field(head, b"connection").unwrap_or(b"");
        // HTTP/1.0 closes unless told otherwise. A server that gives a `Keep-Alive` closes what is idle
        // for some seconds, which a busy handler would not notice before its answer is lost.
        self.stays_open = field(head, b"keep-alive").is_none()
            && match minor {
                b'0' => connection.eq_ignore_ascii_case(b"keep-alive"),
                _ => !connection.eq_ignore_ascii_case(b"close"),
            };
        self.head.clear();
        self.head.extend_from_slice(head);
        self.is_new = true;
        Ok(())
    }
}

fn length_of(status: u16, head: &[u8]) -> Result<Length, &'static str> {
    let encoding = field(head, b"transfer-encoding").unwrap_or(b"").to_ascii_lowercase();
    if encoding.ends_with(b"chunked") {
        return Ok(Length::Chunks);
    }
    if status == 204 {
        return Ok(Length::Bytes(0));
    }
    match field(head, b"content-length") {
        None => Ok(Length::Rest),
        Some(value) => number(value).map(Length::Bytes).ok_or(NOT_HTTP),
    }
}

fn number(digits: &[u8]) -> Option<usize> {
    let sane = (1..=15).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits).ok().filter(|_| sane)?.parse().ok()
}

/// A header's value; the first where there are several.
fn field<'a>(head: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    head.split(|byte| *byte == b'\n').skip(1).find_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        line[..colon].eq_ignore_ascii_case(name).then(|| line[colon + 1..].trim_ascii())
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
        reader.push(bytes, ended, |it| (it.body.to_vec(), it.reusable, it.head.is_some()))
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
                assert!(!push(&mut reader, whole, false).unwrap().unwrap().2);
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
