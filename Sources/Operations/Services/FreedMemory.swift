import CLinux
import Glibc

/// Memory that the process has freed and the allocator keeps: after a flood that is hundreds of megabytes, in pages between
/// small pieces that are still used.
///
/// Giving it back holds up who allocates meanwhile, so it is done while the process does little, and only when there is
/// much of it.
struct FreedMemory {
    /// Not worth giving back, in bytes.
    private static let least = 32 << 20
    /// A process that used more of one core since the last look is busy, and will use the memory again.
    private static let busyShare = 0.25

    /// Of resident memory, what is not the allocator's: code and stacks, and what giving back does not reach.
    private var rest: Int
    private var last: ResourceUsage
    private var time = ContinuousClock.now

    /// Nil where proc(5) is not to be had.
    init?() {
        guard let usage = ResourceUsage(of: getpid()) else { return nil }
        last = usage
        rest = Self.unused(usage)
    }

    /// - Returns: the bytes by which resident memory shrank; nil when nothing was given back.
    mutating func giveBack() -> Int? {
        guard let usage = ResourceUsage(of: getpid()) else { return nil }
        let now = ContinuousClock.now
        let busy = (usage.processorTime - last.processorTime) / max(now - time, .milliseconds(1))
        (last, time) = (usage, now)
        guard busy < Self.busyShare, Self.unused(usage) - rest > Self.least else { return nil }
        flotilla_trim_heap()
        guard let after = ResourceUsage(of: getpid()) else { return nil }
        rest = Self.unused(after)
        return usage.residentBytes - after.residentBytes
    }

    private static func unused(_ usage: ResourceUsage) -> Int {
        max(0, usage.residentBytes - Int(clamping: flotilla_heap_in_use()))
    }
}
