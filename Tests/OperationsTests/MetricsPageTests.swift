import Operations
import Synchronization
import Testing

@Suite("A page of metrics") struct MetricsPageTests {
    @Test("all who ask at once share a rendering, and it begins after they asked") func shared() async {
        let renderings = Mutex(0)
        let page = MetricsPage(every: .milliseconds(20)) {
            renderings.withLock { count in
                count += 1
                return "\(count)"
            }
        }
        #expect(await page.bytes() == Array("1".utf8))
        let all = await withTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<100 { group.addTask { await page.bytes() } }
            return await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(all.count < 10)
        let last = renderings.withLock { $0 }
        let bytes = await page.bytes()
        #expect(Int(String(decoding: bytes, as: UTF8.self)) ?? 0 > last)
    }

    @Test("no two renderings are under way, and none begins sooner than the interval") func spaced() async {
        let running = Mutex(0)
        let starts = Mutex<[ContinuousClock.Instant]>([])
        let page = MetricsPage(every: .milliseconds(30)) {
            starts.withLock { $0.append(.now) }
            #expect(
                running.withLock {
                    $0 += 1; return $0
                } == 1)
            try? await Task.sleep(for: .milliseconds(10))
            running.withLock { $0 -= 1 }
            return ""
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { for _ in 0..<5 { _ = await page.bytes() } } }
        }
        let times = starts.withLock { $0 }
        for (earlier, later) in zip(times, times.dropFirst()) { #expect(later - earlier >= .milliseconds(29)) }
    }
}
