//! Where a static executable for Linux begins: it asks the system for the pages that every start touches
//! before it touches one. Unasked, the first would bring the whole file with it, as the system reads ahead
//! by megabytes. `scripts/pages/pages.ld` says what lies where, this in the first page, which is there already.
//! Where the pages are in memory it takes some microseconds.
//!
//! `madvise(…, MADV_WILLNEED)` for the engine's own constants, and for what is near; then, as what is behind the
//! executable is no part of its memory, `readahead(open("/proc/self/exe"), …)` for the data, which stand before the
//! table of sections, and for the file from where its header says: `tools::join` has put that there. At last the
//! middle, which comes while the start goes on: the first page of it that a function touched would have to be
//! waited for. What fails has no effect. Then the C library begins, with the stack as the system left it.
use std::arch::global_asm;

#[cfg(target_arch = "x86_64")]
global_asm!(
    ".section .oche.begin, \"ax\"",
    ".globl __oche_begin",
    "__oche_begin:",
    "lea rdi, [rip + __oche_own]",
    "lea rsi, [rip + __oche_own_end]",
    "and rdi, -4096",
    "sub rsi, rdi",
    "mov edx, 3",
    "mov eax, 28", // madvise
    "syscall",
    "lea rdi, [rip + __oche_near]",
    "lea rsi, [rip + __oche_near_end]",
    "and rdi, -4096",
    "sub rsi, rdi",
    "mov eax, 28",
    "syscall",
    "lea rdi, [rip + 2f]",
    "xor esi, esi",
    "xor edx, edx",
    "mov eax, 2", // open
    "syscall",
    "mov edi, eax",
    "mov rsi, [rip + __executable_start + 40]", // where the table of sections is
    "sub rsi, 65536",
    "mov edx, 65536",
    "mov eax, 187", // readahead
    "syscall",
    "mov esi, [rip + __executable_start + 12]",
    "mov edx, 0x4000000",
    "mov eax, 187",
    "syscall",
    "mov eax, 3", // close
    "syscall",
    "lea rdi, [rip + __oche_own]",
    "lea rsi, [rip + __oche_middle_end]",
    "and rdi, -4096",
    "sub rsi, rdi",
    "mov edx, 3",
    "mov eax, 28",
    "syscall",
    "xor edx, edx",
    "jmp _start",
    "2: .asciz \"/proc/self/exe\"",
    ".text",
);

#[cfg(target_arch = "aarch64")]
global_asm!(
    ".section .oche.begin, \"ax\"",
    ".globl __oche_begin",
    "__oche_begin:",
    "adrp x0, __oche_own",
    "adrp x1, __oche_own_end",
    "sub x1, x1, x0",
    "mov x2, 3",
    "mov x8, 233", // madvise
    "svc 0",
    "adrp x0, __oche_near",
    "adrp x1, __oche_near_end",
    "sub x1, x1, x0",
    "svc 0",
    "mov x0, -100",
    "adr x1, 2f",
    "mov x2, 0",
    "mov x8, 56", // openat
    "svc 0",
    "mov x9, x0",
    "adrp x1, __executable_start",
    "ldr x1, [x1, 40]", // where the table of sections is
    "sub x1, x1, 0x10, lsl 12",
    "mov x2, 0x10000",
    "mov x8, 213", // readahead
    "svc 0",
    "mov x0, x9",
    "adrp x1, __executable_start",
    "ldr w1, [x1, 12]",
    "mov x2, 0x4000000",
    "svc 0",
    "mov x0, x9",
    "mov x8, 57", // close
    "svc 0",
    "adrp x0, __oche_own",
    "adrp x1, __oche_middle_end",
    "sub x1, x1, x0",
    "mov x2, 3",
    "mov x8, 233",
    "svc 0",
    "mov x0, 0",
    "b _start",
    "2: .asciz \"/proc/self/exe\"",
    ".balign 4",
    ".text",
);
