//! Inputs that nobody would write, from a seed: `OCHE_FUZZ_SEED` repeats a run, `OCHE_FUZZ_SECONDS` is
//! how long each test looks.
use crate::natives::brotli::{Encoder, Flush};
use crate::natives::http_reader::Reader;
use crate::natives::json;
use rquickjs::{CatchResultExt, Context, Ctx, Function, Runtime, Value};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// xorshift64*: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Calls with one source of chance after the other, and tells the seed where a call panics.
fn look(mut check: impl FnMut(&mut Random)) {
    let variable = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |it| it.as_nanos() as u64);
    let seed = variable("OCHE_FUZZ_SEED").unwrap_or(now) | 1;
    println!("OCHE_FUZZ_SEED={seed}");
    let end = Instant::now() + Duration::from_secs(variable("OCHE_FUZZ_SECONDS").unwrap_or(1));
    let mut random = Random(seed);
    while Instant::now() < end {
        for _ in 0..100 {
            check(&mut random);
        }
    }
}

/// A text of the seeds with pieces put in, taken out, doubled, and bytes changed.
fn mutated(random: &mut Random, seeds: &[&[u8]], pieces: &[&[u8]]) -> Vec<u8> {
    let mut made = random.pick(seeds).to_vec();
    for _ in 0..random.below(6) {
        let at = random.below(made.len() + 1);
        let end = (at + random.below(12)).min(made.len());
        match random.below(6) {
            0 => drop(made.drain(at..end)),
            1 => made.truncate(at),
            2 => {
                let part = made[at..end].to_vec();
                made.splice(at..at, part);
            }
            3 if at < made.len() => made[at] = random.next() as u8,
            _ => {
                let piece = *random.pick(pieces);
                made.splice(at..at, piece.iter().copied());
            }
        }
    }
    made
}

const ANSWERS: &[&[u8]] = &[
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nhel\r\n2\r\nlo\r\n0\r\nT: x\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n\r\nto the end",
    b"HTTP/1.1 204 No Content\r\nKeep-Alive: timeout=5\r\n\r\nHTTP/1.1 304 x\r\nContent-Length: 9\r\n\r\n",
];

const HTTP: &[&[u8]] = &[
    b"\r\n",
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b":",
    b" ",
    b"\0",
    b"\xff",
    b"HTTP/1.1 ",
    b"200",
    b"99999999999",
    b"Content-Length: ",
    b"content-length: -1",
    b"content-length: 18446744073709551616",
    b"Transfer-Encoding: chunked",
    b"transfer-encoding: identity",
    b"Connection: close",
    b"0\r\n\r\n",
    b"ffffffffffffffff\r\n",
    b"7fffffffffffffff",
    b"1",
    b"a",
    b";",
    b"100",
];

type Told = Vec<Result<(u16, Vec<u8>, bool), &'static str>>;

/// Every answer in these pieces, up to the first error.
fn read(pieces: &[&[u8]]) -> Told {
    let mut reader = Reader::default();
    let mut told = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let ended = index + 1 == pieces.len();
        let take = |it: crate::natives::http_reader::Answer<'_>| {
            (it.status, it.body.to_vec(), it.reusable)
        };
        match reader.push(piece, ended, take) {
            Ok(Some(answer)) => told.push(Ok(answer)),
            Ok(None) => {}
            Err(error) => {
                told.push(Err(error));
                break;
            }
        }
    }
    told
}

#[test]
fn the_reader_of_http_takes_any_bytes_however_they_are_cut() {
    look(|random| {
        let bytes = mutated(random, ANSWERS, HTTP);
        let whole = read(&[&bytes]);
        let cut = random.below(bytes.len() + 1);
        let (one, other) = bytes.split_at(cut);
        let parts = read(&[one, other]);
        // Cut within the first answer it is the same one; what follows an answer is no part of it.
        if let (Some(Ok((status, body, _))), [Ok((own_status, own_body, _))]) =
            (whole.first(), parts.as_slice())
        {
            assert_eq!((status, body), (own_status, own_body), "{bytes:?} cut at {cut}");
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        let _ = read(&single);
    });
}

const DOCUMENTS: &[&[u8]] = &[
    br#"{"a":[1,-2.5e-3,true,false,null,"text"],"b":{"c":"\u00e4\n\ud83c\udfaf","__proto__":1}}"#,
    br#"[[[],{}],{"":0,"1":1,"01":2,"-1":3},1e400,-0,12345678901234567890,0.1e1]"#,
    "{\"ä\":\"🎯\u{2028}\",\"long key that is not kept\":\"\\u0000\\b\\f\\/\"}".as_bytes(),
    b" [ 1 , \t2 , \r\n3 ] ",
    br#""\ud800 alone \udc00""#,
];

const JSON: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b"\\u",
    b"\\ud83c",
    b"\\udfaf",
    b"\\u00",
    b"0",
    b"-",
    b"+",
    b".",
    b"e",
    b"E9",
    b"1e999",
    b"true",
    b"nul",
    b" ",
    b"\t",
    b"\x0b",
    b"\0",
    b"\x1f",
    b"\x7f",
    b"\xc2\xa0",
    b"\xef\xbb\xbf",
    b"\xf0\x9f\x8e\xaf",
    b"\"a\":",
    b"\"__proto__\":",
    b"[[[[[[[[",
    b"]]]]]]]]",
    b"9999999999",
];

fn outcome<'js>(ctx: &Ctx<'js>, made: rquickjs::Result<Value<'js>>) -> Option<Value<'js>> {
    made.catch(ctx).ok()
}

#[test]
fn json_is_taken_refused_and_written_as_by_quickjs_itself() {
    let runtime = Runtime::new().unwrap();
    // As where functions run, nothing is taken apart at the end: names and shapes are kept.
    let context = std::mem::ManuallyDrop::new(Context::full(&runtime).unwrap());
    context.with(|ctx| {
        let own: Function = ctx.eval("JSON.parse").unwrap();
        let write: Function = ctx.eval("JSON.stringify").unwrap();
        let native = json::part(&ctx).unwrap();
        let parse: Function = native.get("parse").unwrap();
        let to_text: Function = native.get("toText").unwrap();
        look(|random| {
            let bytes = mutated(random, DOCUMENTS, JSON);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let theirs = outcome(&ctx, own.call((text.as_str(),)));
            let ours = outcome(&ctx, parse.call((text.as_str(),)));
            assert_eq!(theirs.is_some(), ours.is_some(), "{text:?}");
            let (Some(theirs), Some(ours)) = (theirs, ours) else { return };
            let expected: Option<String> = write.call((theirs,)).unwrap();
            let written: Option<String> = write.call((ours.clone(),)).unwrap();
            assert_eq!(expected, written, "{text:?}");
            let native: Option<String> = to_text.call((ours,)).unwrap();
            assert_eq!(expected, native, "{text:?}");
        });
    });
}

/// Much that comes again, near and far, among what does not.
fn material(random: &mut Random) -> Vec<u8> {
    let mut made = Vec::new();
    let letters = 1 + random.below(256);
    for _ in 0..random.below(60) {
        let length = 1 << random.below(12);
        match random.below(4) {
            0 => made.extend((0..length).map(|_| random.below(letters) as u8)),
            1 => made.extend(std::iter::repeat_n(random.next() as u8, length)),
            _ if !made.is_empty() => {
                let at = random.below(made.len());
                let again = made[at..(at + length).min(made.len())].to_vec();
                made.extend(again);
            }
            _ => {
                let document = *random.pick(DOCUMENTS);
                made.extend_from_slice(document);
            }
        }
    }
    made
}

/// What a decoder makes of packed bytes by now.
fn unpacked(mut packed: &[u8]) -> Vec<u8> {
    use std::io::Read;
    let mut all = Vec::new();
    let mut reader = brotli_decompressor::Decompressor::new(&mut packed, 4096);
    let mut room = [0; 4096];
    while let Ok(length @ 1..) = reader.read(&mut room) {
        all.extend_from_slice(&room[..length]);
    }
    all
}

#[test]
fn what_is_packed_with_brotli_is_there_again_after_each_flush() {
    look(|random| {
        let data = material(random);
        let mut encoder = Encoder::new(random.below(12), 10 + random.below(15) as u32);
        let mut packed = Vec::new();
        let mut at = 0;
        while at < data.len() && random.below(20) > 0 {
            let most = 1 << random.below(17);
            let end = (at + random.below(most)).min(data.len());
            let flush = *random.pick(&[Flush::No, Flush::All]);
            packed.extend(encoder.push(&data[at..end], flush));
            at = end;
            if flush == Flush::All {
                assert_eq!(unpacked(&packed), data[..at]);
            }
        }
        packed.extend(encoder.push(&data[at..], Flush::End));
        assert_eq!(unpacked(&packed), data);
    });
}
