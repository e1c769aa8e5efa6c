//! `native.zlib`: deflate in its three wrappings, and Brotli, both ways, as streams that are fed piece by
//! piece.
use super::brotli::{Encoder, Flush};
use crate::values::{Bytes, new_bytes, view};
use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use rquickjs::{Ctx, Exception, Function, Object, Result};
use std::cell::RefCell;
use std::collections::HashMap;

/// Grown by this much at a time, in bytes.
const STEP: usize = 32 * 1024;

type Brotli = BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>;

enum Stream {
    Deflate(Compress),
    Inflate(Decompress),
    Brotli(Box<Encoder>),
    Unbrotli(Box<Brotli>),
}

/// An error as Node.js tells of it.
struct Failure {
    code: String,
    number: i32,
    message: String,
}

impl Failure {
    fn new(code: &str, number: i32, message: impl ToString) -> Self {
        Failure { code: code.into(), number, message: message.to_string() }
    }

    fn throw(&self, ctx: &Ctx<'_>) -> rquickjs::Error {
        let make = || -> Result<_> {
            let error = Exception::from_message(ctx.clone(), &self.message)?;
            error.as_object().set("code", &self.code)?;
            error.as_object().set("errno", self.number)?;
            Ok(error.into_value())
        };
        make().map_or_else(|error| error, |error| ctx.throw(error))
    }
}

thread_local! {
    static STREAMS: RefCell<(u32, HashMap<u32, Stream>)> = RefCell::default();
}

pub fn part<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let part = Object::new(ctx.clone())?;
    let deflate = |wrapped: bool, level: u32| {
        keep(Stream::Deflate(Compress::new(Compression::new(level.min(9)), wrapped)))
    };
    part.set("deflate", Function::new(ctx.clone(), deflate)?)?;
    let inflate = |wrapped: bool| keep(Stream::Inflate(Decompress::new(wrapped)));
    part.set("inflate", Function::new(ctx.clone(), inflate)?)?;
    let brotli = |quality: u32, window: u32| {
        keep(Stream::Brotli(Box::new(Encoder::new(quality.min(11) as usize, window.clamp(10, 24)))))
    };
    part.set("brotli", Function::new(ctx.clone(), brotli)?)?;
    let unbrotli = || {
        let alloc = StandardAlloc::default;
        keep(Stream::Unbrotli(Box::new(BrotliState::new_strict(alloc(), alloc(), alloc()))))
    };
    part.set("unbrotli", Function::new(ctx.clone(), unbrotli)?)?;
    part.set("push", Function::new(ctx.clone(), push)?)?;
    let close = |id: u32| STREAMS.with_borrow_mut(|(_, streams)| drop(streams.remove(&id)));
    part.set("close", Function::new(ctx.clone(), close)?)?;
    // rquickjs reads no u32 above that of an i32.
    let crc = |sum: f64, bytes: Bytes<'js>| f64::from(crc(sum as u32, view(&bytes)));
    part.set("crc32", Function::new(ctx.clone(), crc)?)?;
    Ok(part)
}

fn keep(stream: Stream) -> u32 {
    STREAMS.with_borrow_mut(|(last, streams)| {
        *last += 1;
        streams.insert(*last, stream);
        *last
    })
}

/// What comes out, whether the end of the stream was met, and how much was read before it.
/// @param flush 0 keeps back what it likes, 1 gives all so far, 2 is the end
fn push<'js>(ctx: Ctx<'js>, id: u32, input: Bytes<'js>, flush: u8) -> Result<Object<'js>> {
    let worked = STREAMS.with_borrow_mut(|(_, streams)| match streams.get_mut(&id) {
        Some(Stream::Deflate(stream)) => deflate(stream, view(&input), flush),
        Some(Stream::Inflate(stream)) => inflate(stream, view(&input)),
        Some(Stream::Brotli(encoder)) => Ok(brotli(encoder, view(&input), flush)),
        Some(Stream::Unbrotli(state)) => unbrotli(state, view(&input)),
        None => Err(Failure::new("ERR_STREAM_DESTROYED", 0, "the stream was closed")),
    });
    let (bytes, ended, used) = worked.map_err(|failure| failure.throw(&ctx))?;
    let result = Object::new(ctx.clone())?;
    result.set("bytes", new_bytes(&ctx, &bytes)?)?;
    result.set("ended", ended)?;
    result.set("used", used)?;
    Ok(result)
}

type Worked = std::result::Result<(Vec<u8>, bool, usize), Failure>;

fn deflate(stream: &mut Compress, input: &[u8], flush: u8) -> Worked {
    let flush = match flush {
        0 => FlushCompress::None,
        1 => FlushCompress::Sync,
        _ => FlushCompress::Finish,
    };
    let before = stream.total_in();
    let mut out = Vec::new();
    loop {
        out.reserve(STEP);
        let used = (stream.total_in() - before) as usize;
        let status = stream
            .compress_vec(&input[used..], &mut out, flush)
            .map_err(|error| Failure::new("Z_STREAM_ERROR", -2, error))?;
        let used = (stream.total_in() - before) as usize;
        let is_full = out.len() == out.capacity();
        if status == Status::StreamEnd || (used == input.len() && !is_full) {
            return Ok((out, status == Status::StreamEnd, used));
        }
    }
}

fn inflate(stream: &mut Decompress, input: &[u8]) -> Worked {
    let before = stream.total_in();
    let mut out = Vec::new();
    loop {
        out.reserve(STEP);
        let used = (stream.total_in() - before) as usize;
        let length = out.len();
        let status = stream
            .decompress_vec(&input[used..], &mut out, FlushDecompress::None)
            .map_err(|error| Failure::new("Z_DATA_ERROR", -3, error))?;
        let now = (stream.total_in() - before) as usize;
        let stands_still = now == used && out.len() == length;
        if status == Status::StreamEnd || stands_still {
            return Ok((out, status == Status::StreamEnd, now));
        }
    }
}

fn brotli(encoder: &mut Encoder, input: &[u8], flush: u8) -> (Vec<u8>, bool, usize) {
    let flush = match flush {
        0 => Flush::No,
        1 => Flush::All,
        _ => Flush::End,
    };
    (encoder.push(input, flush), flush == Flush::End, input.len())
}

fn unbrotli(state: &mut Brotli, input: &[u8]) -> Worked {
    let (mut left, mut at) = (input.len(), 0);
    let mut out = Vec::new();
    loop {
        let start = out.len();
        out.resize(start + STEP, 0);
        let (mut room, mut written, mut total) = (STEP, 0, 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut at,
            input,
            &mut room,
            &mut written,
            &mut out[start..],
            &mut total,
            state,
        );
        out.truncate(start + written);
        match result {
            BrotliResult::NeedsMoreOutput => {}
            BrotliResult::NeedsMoreInput => return Ok((out, false, at)),
            BrotliResult::ResultSuccess => return Ok((out, true, at)),
            BrotliResult::ResultFailure => {
                // Node.js makes its codes of the names that the C library has.
                let name = format!("{:?}", state.error_code);
                let code = format!("ERR_{}", name.trim_start_matches("BROTLI_DECODER"));
                let number = state.error_code as i32;
                return Err(Failure::new(&code, number, "Decompression failed"));
            }
        }
    }
}

fn crc(sum: u32, bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(sum);
    hasher.update(bytes);
    hasher.finalize()
}
