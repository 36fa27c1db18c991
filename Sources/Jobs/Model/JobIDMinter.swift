import Foundation
import Synchronization

/// Mints UUIDv7 ids that rise strictly within this process (RFC 9562, section 6.2, method 1: a counter in `rand_a`).
///
/// Ids order jobs and choose their partition, so they follow PostgreSQL's clock and not this machine's:
/// `adjust(serverTime:)` keeps the measured difference.
public final class JobIDMinter: Sendable {
    private struct State {
        var milliseconds: Int64 = 0
        var counter: UInt16 = 0
        var offset: Int64 = 0
    }

    private let state = Mutex(State())
    private let clock: @Sendable () -> Date

    /// - Parameter clock: the time before it is adjusted; tests bring their own.
    public init(clock: @escaping @Sendable () -> Date = { ServerClock.shared.now }) {
        self.clock = clock
    }

    /// Takes over the server's time: ids minted from now on carry it.
    public func adjust(serverTime: Date) {
        let offset = Self.milliseconds(serverTime) - Self.milliseconds(clock())
        state.withLock { $0.offset = offset }
    }

    public func mint() -> JobID {
        let now = Self.milliseconds(clock())
        let (milliseconds, counter) = state.withLock { state in
            let time = now + state.offset
            if time > state.milliseconds {
                state.milliseconds = time
                state.counter = 0
            } else if state.counter < 0xFFF {
                state.counter += 1
            } else {
                // The counter is full, or the clock went back: borrow from the next millisecond.
                state.milliseconds += 1
                state.counter = 0
            }
            return (state.milliseconds, state.counter)
        }
        return Self.assemble(milliseconds: milliseconds, counter: counter, random: UInt64.random(in: .min ... .max))
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded(.down)) ?? 0
    }

    private static func assemble(milliseconds: Int64, counter: UInt16, random: UInt64) -> JobID {
        func byte(_ value: Int64, _ shift: Int64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift) }
        return JobID(
            UUID(
                uuid: (
                    byte(milliseconds, 40), byte(milliseconds, 32), byte(milliseconds, 24), byte(milliseconds, 16),
                    byte(milliseconds, 8), byte(milliseconds, 0),
                    0x70 | UInt8(counter >> 8), UInt8(counter & 0xFF),
                    0x80 | (byte(random, 56) & 0x3F), byte(random, 48), byte(random, 40), byte(random, 32),
                    byte(random, 24), byte(random, 16), byte(random, 8), byte(random, 0)
                )))
    }
}
