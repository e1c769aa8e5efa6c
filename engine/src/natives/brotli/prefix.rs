//! Prefix codes of RFC 7932, section 3: made of how often each symbol comes, and written in front.
use super::bits::Bits;

/// The longest code of a symbol, and of the length of one.
const LONGEST: u32 = 15;
const LONGEST_OF_LENGTHS: u32 = 5;

#[derive(Default)]
pub struct Prefix {
    lengths: Vec<u8>,
    codes: Vec<u16>,
}

impl Prefix {
    pub fn put(&self, bits: &mut Bits, symbol: usize) {
        bits.put(u32::from(self.codes[symbol]), u32::from(self.lengths[symbol]));
    }

    fn of(lengths: Vec<u8>) -> Self {
        let mut next = 0u16;
        let mut codes = vec![0; lengths.len()];
        for length in 1..=LONGEST as u8 {
            next <<= 1;
            for (symbol, _) in lengths.iter().enumerate().filter(|(_, its)| **its == length) {
                // The first bit of a code is its highest.
                codes[symbol] = next.reverse_bits() >> (16 - length);
                next += 1;
            }
        }
        Prefix { lengths, codes }
    }
}

/// Makes the code of an alphabet and writes it.
pub fn write(bits: &mut Bits, counts: &[u32]) -> Prefix {
    let lengths = lengths_of(counts, LONGEST);
    let mut used: Vec<usize> = (0..counts.len()).filter(|&at| counts[at] > 0).collect();
    if used.len() > 4 {
        write_lengths(bits, &lengths);
        return Prefix::of(lengths);
    }
    if used.is_empty() {
        used.push(0);
    }
    used.sort_by_key(|&symbol| (lengths[symbol], symbol));
    bits.put(1, 2);
    bits.put(used.len() as u32 - 1, 2);
    let width = usize::BITS - (counts.len() - 1).leading_zeros();
    for &symbol in &used {
        bits.put(symbol as u32, width);
    }
    if used.len() == 4 {
        bits.put(u32::from(lengths[used[0]] == 1), 1);
    }
    Prefix::of(lengths)
}

/// How long the code of each symbol is, as Huffman has it. A lone symbol needs no bit.
fn lengths_of(counts: &[u32], longest: u32) -> Vec<u8> {
    let mut least = 1;
    loop {
        let lengths = huffman(counts, least);
        if lengths.iter().all(|&length| u32::from(length) <= longest) {
            return lengths;
        }
        // What is rare counts for more, until no code is too long.
        least *= 2;
    }
}

fn huffman(counts: &[u32], least: u32) -> Vec<u8> {
    let mut leaves: Vec<(u32, usize)> = (0..counts.len())
        .filter(|&symbol| counts[symbol] > 0)
        .map(|symbol| (counts[symbol].max(least), symbol))
        .collect();
    leaves.sort_unstable();
    let mut lengths = vec![0; counts.len()];
    if leaves.len() < 2 {
        return lengths;
    }
    // Leaves first, then what joins two: both ascend, so the smallest is at the head of one of them.
    let total = leaves.len() * 2 - 1;
    let mut weights: Vec<u32> = leaves.iter().map(|leaf| leaf.0).collect();
    let mut parents = vec![0; total];
    let (mut leaf, mut inner) = (0, leaves.len());
    while weights.len() < total {
        let mut smallest = || {
            let takes_leaf =
                leaf < leaves.len() && (inner >= weights.len() || weights[leaf] <= weights[inner]);
            let at = if takes_leaf { &mut leaf } else { &mut inner };
            *at += 1;
            parents[*at - 1] = weights.len();
            weights[*at - 1]
        };
        let both = smallest() + smallest();
        weights.push(both);
    }
    let mut depths = vec![0u8; total];
    for at in (0..total - 1).rev() {
        depths[at] = depths[parents[at]].saturating_add(1);
    }
    for (&(_, symbol), depth) in leaves.iter().zip(depths) {
        lengths[symbol] = depth;
    }
    lengths
}

/// In which lengths of lengths are written, and the bits for each.
const ORDER: [usize; 18] = [1, 2, 3, 4, 0, 5, 17, 6, 16, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const LENGTH_CODES: [(u32, u32); 6] = [(0, 2), (7, 4), (3, 3), (2, 2), (1, 2), (15, 4)];

fn write_lengths(bits: &mut Bits, lengths: &[u8]) {
    let tokens = tokens(lengths);
    let mut counts = [0u32; 18];
    for &(symbol, _) in &tokens {
        counts[symbol] += 1;
    }
    let mut own = lengths_of(&counts, LONGEST_OF_LENGTHS);
    let lone = counts.iter().filter(|&&count| count > 0).count() == 1;
    if lone {
        own = counts.iter().map(|&count| u8::from(count > 0)).collect();
    }
    let skipped = match ORDER.map(|symbol| own[symbol]) {
        [0, 0, 0, ..] => 3,
        [0, 0, ..] => 2,
        _ => 0,
    };
    bits.put(skipped as u32, 2);
    let end =
        if lone { 18 } else { 18 - ORDER.iter().rev().take_while(|&&at| own[at] == 0).count() };
    for &symbol in &ORDER[skipped..end] {
        let (value, count) = LENGTH_CODES[usize::from(own[symbol])];
        bits.put(value, count);
    }
    let code = Prefix::of(if lone { vec![0; 18] } else { own });
    for (symbol, extra) in tokens {
        code.put(bits, symbol);
        match symbol {
            REPEAT => bits.put(extra, 2),
            ZEROS => bits.put(extra, 3),
            _ => {}
        }
    }
}

/// The last length that is not 0 again three to six times, and three to ten zeros.
const REPEAT: usize = 16;
const ZEROS: usize = 17;

/// Lengths, with runs of one in short. Zeros at the end are left out.
fn tokens(lengths: &[u8]) -> Vec<(usize, u32)> {
    let end = lengths.iter().rposition(|&length| length > 0).map_or(0, |at| at + 1);
    let mut all = Vec::new();
    let mut last = 8;
    for run in lengths[..end].chunk_by(|one, other| one == other) {
        let (length, mut count) = (run[0], run.len());
        if length > 0 && length != last {
            all.push((usize::from(length), 0));
            count -= 1;
            last = length;
        }
        let (most, symbol) = if length == 0 { (10, ZEROS) } else { (6, REPEAT) };
        // Two of these beside each other would multiply: a plain length stands between.
        while count >= 3 {
            let now = count.min(most);
            all.push((symbol, now as u32 - 3));
            count -= now;
            if count > 0 {
                all.push((usize::from(length), 0));
                count -= 1;
            }
        }
        all.extend((0..count).map(|_| (usize::from(length), 0)));
    }
    all
}
