/* Lets the thread sanitizer see Synchronization.Mutex while two threads contend for it.
 *
 * An uncontended Mutex is an atomic exchange in our own, instrumented code. A contended one is handed to the kernel
 * (FUTEX_LOCK_PI) by two functions of libswiftSynchronization.so, which is not instrumented and writes no atomic that
 * the sanitizer could see: every contended Mutex is then reported as a race. Two threads that only add to an integer
 * inside `withLock` are reported as soon as one of them waits; the same threads one after the other are not.
 *
 * So these two functions are wrapped, not silenced: the real one runs, and the sanitizer is told what the kernel
 * guarantees. A race between threads that do not hold the same Mutex is reported as before, which the canary in
 * MutexCanary.swift shows.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void __tsan_acquire(void *address);
void __tsan_release(void *address);

static void *next(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL) abort();
    return found;
}

SWIFT void lock_slow(uint32_t thread, SELF void *handle) __asm__(LOCK);
SWIFT void lock_slow(uint32_t thread, SELF void *handle) {
    SWIFT void (*real)(uint32_t, SELF void *) = (SWIFT void (*)(uint32_t, SELF void *))next(LOCK);
    real(thread, handle);
    __tsan_acquire(handle);
}

SWIFT void unlock_slow(SELF void *handle) __asm__(UNLOCK);
SWIFT void unlock_slow(SELF void *handle) {
    SWIFT void (*real)(SELF void *) = (SWIFT void (*)(SELF void *))next(UNLOCK);
    __tsan_release(handle);
    real(handle);
}
