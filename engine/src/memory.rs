//! What QuickJS keeps its objects in. It asks for blocks of 4 KB and for what is larger than its objects;
//! the C library would ask the system for most of them, one at a time, which is a tenth of a start.
//!
//! Here they are cut from chunks, by four sizes to each doubling, and those that are given back wait for the
//! next of their size. One thread runs JavaScript: nothing is locked. What is larger than any size is the C
//! library's.
use rquickjs::allocator::Allocator;
use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr::{null_mut, write_bytes};

/// Stands before each block and says how many bytes it has. As long as blocks are aligned.
const HEAD: usize = 16;
const SMALLEST: usize = 512;
const LARGEST: usize = 32 * 1024;
const SIZES: usize = 25;
const CHUNK: usize = 256 * 1024;

pub struct Memory {
    /// By size, the first block of those that were given back; each begins with the next one.
    free: [*mut u8; SIZES],
    rest: *mut u8,
    left: usize,
}

impl Default for Memory {
    fn default() -> Self {
        Self { free: [null_mut(); SIZES], rest: null_mut(), left: 0 }
    }
}

/// The place of the smallest size that has so many bytes.
fn size_for(bytes: usize) -> usize {
    if bytes <= SMALLEST {
        return 0;
    }
    let doubling = (bytes - 1).ilog2() as usize;
    let quarter = (bytes - 1) >> (doubling - 2) & 3;
    (doubling - SMALLEST.ilog2() as usize) * 4 + quarter + 1
}

fn bytes_of(size: usize) -> usize {
    match size.checked_sub(1) {
        None => SMALLEST,
        Some(above) => (above % 4 + 5) << (above / 4 + SMALLEST.ilog2() as usize - 2),
    }
}

fn layout(bytes: usize) -> Option<Layout> {
    Layout::from_size_align(bytes.checked_add(HEAD)?, HEAD).ok()
}

/// # Safety
/// `start` has `HEAD` bytes and as many more, or is null.
unsafe fn headed(start: *mut u8, bytes: usize) -> *mut u8 {
    if start.is_null() {
        return start;
    }
    // SAFETY: the head is inside, and aligned as all blocks are.
    unsafe {
        start.cast::<usize>().write(bytes);
        start.add(HEAD)
    }
}

/// # Safety
/// `block` was given by `Memory`.
unsafe fn bytes_in(block: *mut u8) -> usize {
    // SAFETY: its head stands before it.
    unsafe { block.sub(HEAD).cast::<usize>().read() }
}

impl Memory {
    fn cut(&mut self, bytes: usize) -> *mut u8 {
        let length = HEAD + bytes;
        if self.left < length {
            // SAFETY: the layout is not empty. What is left of the last chunk is less than a block.
            let chunk = layout(CHUNK - HEAD).map_or(null_mut(), |all| unsafe { System.alloc(all) });
            if chunk.is_null() {
                return chunk;
            }
            (self.rest, self.left) = (chunk, CHUNK);
        }
        let start = self.rest;
        self.left -= length;
        // SAFETY: the chunk has `left` bytes more, and the block has its length of it.
        unsafe {
            self.rest = start.add(length);
            headed(start, bytes)
        }
    }
}

// SAFETY: blocks are apart, as long as they say, and aligned to 16 bytes.
unsafe impl Allocator for Memory {
    fn alloc(&mut self, bytes: usize) -> *mut u8 {
        if bytes > LARGEST {
            // SAFETY: the layout is not empty.
            let large = |all| unsafe { headed(System.alloc(all), bytes) };
            return layout(bytes).map_or(null_mut(), large);
        }
        let size = size_for(bytes);
        let block = self.free[size];
        if block.is_null() {
            return self.cut(bytes_of(size));
        }
        // SAFETY: it was given back, and begins with the next one.
        self.free[size] = unsafe { block.cast::<*mut u8>().read() };
        block
    }

    fn calloc(&mut self, count: usize, each: usize) -> *mut u8 {
        let Some(bytes) = count.checked_mul(each) else { return null_mut() };
        if bytes > LARGEST {
            // SAFETY: the layout is not empty.
            let large = |all| unsafe { headed(System.alloc_zeroed(all), bytes) };
            return layout(bytes).map_or(null_mut(), large);
        }
        let block = self.alloc(bytes);
        if !block.is_null() {
            // SAFETY: it has so many bytes.
            unsafe { write_bytes(block, 0, bytes) }
        }
        block
    }

    unsafe fn dealloc(&mut self, block: *mut u8) {
        // SAFETY: it was given by this allocator, and nobody uses it any more.
        unsafe {
            let bytes = bytes_in(block);
            if bytes > LARGEST {
                return System.dealloc(block.sub(HEAD), layout(bytes).unwrap_unchecked());
            }
            let size = size_for(bytes);
            block.cast::<*mut u8>().write(self.free[size]);
            self.free[size] = block;
        }
    }

    unsafe fn realloc(&mut self, block: *mut u8, bytes: usize) -> *mut u8 {
        if block.is_null() {
            return self.alloc(bytes);
        }
        // SAFETY: it was given by this allocator, and has as many bytes as it says.
        unsafe {
            let before = bytes_in(block);
            if before > LARGEST && bytes > LARGEST {
                let Some(all) = layout(bytes) else { return null_mut() };
                let old = layout(before).unwrap_unchecked();
                return headed(System.realloc(block.sub(HEAD), old, all.size()), bytes);
            }
            if bytes <= before && before <= LARGEST && size_for(bytes) == size_for(before) {
                return block;
            }
            let other = self.alloc(bytes);
            if !other.is_null() {
                block.copy_to_nonoverlapping(other, before.min(bytes));
                self.dealloc(block);
            }
            other
        }
    }

    unsafe fn usable_size(block: *mut u8) -> usize {
        // SAFETY: it was given by this allocator.
        unsafe { bytes_in(block) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_size_has_room_for_what_it_is_chosen_for_and_the_one_before_has_not() {
        for bytes in 0..=LARGEST {
            let size = size_for(bytes);
            assert!(bytes_of(size) >= bytes && size < SIZES, "{bytes}");
            assert!(size == 0 || bytes_of(size - 1) < bytes, "{bytes}");
        }
    }

    #[test]
    fn blocks_keep_what_is_in_them_while_others_come_grow_and_go() {
        let mut memory = Memory::default();
        let mut kept: Vec<(*mut u8, usize, u8)> = Vec::new();
        let mut seed = 1u64;
        let mut random = move |below: usize| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 33) as usize % below
        };
        let bytes_of =
            |block: *mut u8, bytes| unsafe { std::slice::from_raw_parts_mut(block, bytes) };
        for turn in 0..20_000 {
            let bytes = if turn % 50 == 0 { random(200_000) } else { random(6_000) } + 1;
            let mark = turn as u8;
            if kept.len() > 100 || (turn % 3 == 0 && !kept.is_empty()) {
                let (block, length, mark) = kept.swap_remove(random(kept.len()));
                assert!(bytes_of(block, length).iter().all(|&byte| byte == mark));
                unsafe { memory.dealloc(block) }
                continue;
            }
            if turn % 7 == 0 && !kept.is_empty() {
                let at = random(kept.len());
                let (block, length, mark) = kept[at];
                let grown = unsafe { memory.realloc(block, bytes) };
                assert!(bytes_of(grown, length.min(bytes)).iter().all(|&byte| byte == mark));
                bytes_of(grown, bytes).fill(mark);
                kept[at] = (grown, bytes, mark);
                continue;
            }
            let block = if turn % 2 == 0 { memory.alloc(bytes) } else { memory.calloc(1, bytes) };
            assert!(block as usize % HEAD == 0 && unsafe { Memory::usable_size(block) } >= bytes);
            assert!(turn % 2 == 0 || bytes_of(block, bytes).iter().all(|&byte| byte == 0));
            bytes_of(block, bytes).fill(mark);
            kept.push((block, bytes, mark));
        }
        for (block, _, _) in kept {
            unsafe { memory.dealloc(block) }
        }
    }

    #[test]
    fn more_than_there_can_be_is_refused() {
        let mut memory = Memory::default();
        assert!(memory.alloc(usize::MAX).is_null());
        assert!(memory.calloc(usize::MAX, 2).is_null());
    }
}
