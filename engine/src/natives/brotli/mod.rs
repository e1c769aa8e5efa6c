//! Packs with Brotli (RFC 7932): what comes again is referred to, the rest has prefix codes by the byte
//! before it. It goes without the format's dictionary and without several codes for parts of a
//! block, whose search is most of what the usual encoders consist of.
mod bits;
mod commands;
mod contexts;
mod matches;
mod prefix;

use bits::Bits;
use commands::{Command, Ring, Symbols, symbols};
use contexts::{CONTEXTS, Grouped, context_of, grouped, together};
use matches::Matches;
use prefix::Prefix;

/// What is packed at once.
const BLOCK: usize = 1 << 17;
/// Of quality and of bytes: below, one code for all bytes is enough.
const GROUPED_FROM: (usize, usize) = (5, 1500);

const COMMANDS: usize = 704;
const DISTANCES: usize = 64;

#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub enum Flush {
    No,
    All,
    End,
}

pub struct Encoder {
    bits: Bits,
    matches: Matches,
    /// Everything before it is packed.
    packed: usize,
    ring: Ring,
    quality: usize,
    window: u32,
    started: bool,
}

impl Encoder {
    /// @param quality 0 to 11. @param window 10 to 24, as a power of two
    pub fn new(quality: usize, window: u32) -> Self {
        Encoder {
            bits: Bits::default(),
            matches: Matches::new(quality, (1 << window) - 16),
            packed: 0,
            ring: Ring::new(),
            quality,
            window,
            started: false,
        }
    }

    /// @returns what is packed by now
    pub fn push(&mut self, data: &[u8], flush: Flush) -> Vec<u8> {
        for part in data.chunks(BLOCK) {
            self.matches.add(part);
            while self.waiting() >= BLOCK {
                self.block(BLOCK);
            }
        }
        if flush == Flush::No {
            return self.bits.take();
        }
        if self.waiting() > 0 {
            self.block(self.waiting());
        }
        self.start();
        match flush {
            Flush::End => self.bits.put(0b11, 2),
            _ if self.bits.is_whole() => {}
            // A block of no bytes, whose end is that of a byte.
            _ => self.bits.put(0b000110, 6),
        }
        self.bits.align();
        self.bits.take()
    }

    fn waiting(&self) -> usize {
        self.matches.data().len() - self.packed
    }

    /// The window, in front of everything.
    fn start(&mut self) {
        if std::mem::replace(&mut self.started, true) {
            return;
        }
        match self.window {
            16 => self.bits.put(0, 1),
            17 => self.bits.put(1, 7),
            18.. => self.bits.put((self.window - 17) << 1 | 1, 4),
            _ => self.bits.put((self.window - 8) << 4 | 1, 7),
        }
    }

    fn block(&mut self, length: usize) {
        self.start();
        let (start, end) = (self.packed, self.packed + length);
        let commands = self.matches.commands(start, end, self.ring);
        let (mark, ring) = (self.bits.mark(), self.ring);
        self.head(length, false);
        self.packed_block(&commands, start);
        if self.bits.bytes_since(&mark) > length + 4 {
            self.bits.back(&mark);
            self.ring = ring;
            self.head(length, true);
            self.bits.align();
            self.bits.bytes(&self.matches.data()[start..end]);
        }
        self.packed = self.matches.slide(end);
    }

    fn head(&mut self, length: usize, plain: bool) {
        let last = length as u32 - 1;
        let more = u32::from(last >= 1 << 16);
        // Not the last block; its length in four or five times four bits.
        self.bits.put(more << 1, 3);
        self.bits.put(last, 16 + 4 * more);
        self.bits.put(u32::from(plain), 1);
    }

    fn packed_block(&mut self, commands: &[Command], start: usize) {
        let data = self.matches.data();
        let all: Vec<Symbols> =
            commands.iter().map(|command| symbols(command, &mut self.ring)).collect();
        let mut contexts = vec![[0; 256]; CONTEXTS];
        let mut literals = 0;
        let mut at = start;
        for command in commands {
            let end = at + command.insert as usize;
            for index in at..end {
                contexts[context_at(data, index)][usize::from(data[index])] += 1;
            }
            literals += end - at;
            at = end + command.copy as usize;
        }
        let (quality, least) = GROUPED_FROM;
        let isolated = self.quality >= quality && literals >= least;
        let Grouped { map, groups } =
            if isolated { grouped(&contexts) } else { together(&contexts) };

        let bits = &mut self.bits;
        // One kind of block each for bytes, commands and distances; no distances with a symbol of their own.
        bits.put(0, 3 + 6);
        write_map(bits, &map, groups.len());
        // One code for distances.
        bits.put(0, 1);
        let codes: Vec<Prefix> = groups.iter().map(|counts| prefix::write(bits, counts)).collect();
        let of_commands = counts::<COMMANDS>(all.iter().map(|it| it.command));
        let of_commands = prefix::write(bits, &of_commands);
        let of_distances = counts::<DISTANCES>(all.iter().filter_map(|it| Some(it.distance?.0)));
        let of_distances = prefix::write(bits, &of_distances);

        let mut at = start;
        for (command, symbols) in commands.iter().zip(&all) {
            of_commands.put(bits, symbols.command);
            bits.put(symbols.insert.value, symbols.insert.count);
            bits.put(symbols.copy.value, symbols.copy.count);
            let end = at + command.insert as usize;
            for index in at..end {
                let code = &codes[usize::from(map[context_at(data, index)])];
                code.put(bits, usize::from(data[index]));
            }
            if let Some((symbol, extra)) = symbols.distance {
                of_distances.put(bits, symbol);
                bits.put(extra.value, extra.count);
            }
            at = end + command.copy as usize;
        }
    }
}

fn context_at(data: &[u8], index: usize) -> usize {
    context_of(if index == 0 { 0 } else { data[index - 1] })
}

fn counts<const SIZE: usize>(symbols: impl Iterator<Item = usize>) -> [u32; SIZE] {
    let mut counts = [0; SIZE];
    symbols.for_each(|symbol| counts[symbol] += 1);
    counts
}

/// How contexts are made of the byte before, and the code of each.
fn write_map(bits: &mut Bits, map: &[u8; CONTEXTS], codes: usize) {
    const LOWER_SIX_BITS: u32 = 0;
    bits.put(LOWER_SIX_BITS, 2);
    bits.put(u32::from(codes > 1), 1);
    if codes < 2 {
        return;
    }
    let more = codes as u32 - 1;
    let count = more.ilog2();
    bits.put(count, 3);
    bits.put(more - (1 << count), count);
    // Runs of zeros are not written in short.
    bits.put(0, 1);
    let used = counts::<CONTEXTS>(map.iter().map(|&code| usize::from(code)));
    let code = prefix::write(bits, &used[..codes]);
    map.iter().for_each(|&context| code.put(bits, usize::from(context)));
    // Nor is each moved to the front.
    bits.put(0, 1);
}
