import Foundation
import Testing

@testable import Jobs

@Suite("Counting what happens") struct ActivityTests {
    @Test("a quantile is at most a fifth away from what was measured", arguments: [0.5, 0.9, 0.95, 0.99])
    func quantiles(part: Double) throws {
        var generator = SystemRandomNumberGenerator()
        for spread in [0.001, 0.1, 30, 2000] {
            var histogram = DurationHistogram()
            var values: [Double] = []
            for _ in 0..<5000 {
                let value = spread * pow(10, Double.random(in: -1...0, using: &generator))
                values.append(value)
                histogram.observe(.seconds(value))
            }
            values.sort()
            let exact = values[Int(part * 4999)]
            let found = try #require(histogram.quantile(part))
            #expect(abs(found - exact) / exact < 0.2, "\(found) for \(exact)")
        }
    }

    @Test("nothing measured has no quantile, and what is beyond all bounds or below zero is counted") func edges()
        throws
    {
        #expect(DurationHistogram().quantile(0.5) == nil)
        var histogram = DurationHistogram()
        for duration in [Duration.seconds(-5), .zero, .seconds(Int64.max / 4), .microseconds(250)] {
            histogram.observe(duration)
        }
        #expect(histogram.buckets[0] == 3 && histogram.buckets[47] == 1)
        for part in [0.0, 0.5, 1] { #expect(try #require(histogram.quantile(part)).isFinite) }
        #expect(DurationHistogram(buckets: [1, 2]) == nil)
    }

    @Test(
        "what differs from job to job is not in the pattern of an error",
        arguments: [
            ("The host 10.0.0.1 did not answer in 30 s.", "The host … did not answer in … s."),
            ("no user ada@example.org\nsecond line", "no user …"), ("", ""), ("\n", ""),
            ("role \"arn:aws:iam::1:role/x\" (i-0abc12) is gone", "role … (…) is gone"),
            ("it doesn't work, isn't it", "it doesn't work, isn't it"), ("open 'quote", "open 'quote"),
            ("1 2 3 of 4", "… of …"), ("see https://example.org/a?b=c, then go", "see …, then go"),
            ("job 0198c1f2-7a10-7c3e-9d55-0f5b8f6a1c11: lost", "job …: lost"), ("« a b » c", "… c"),
        ])
    func patterns(message: String, pattern: String) {
        #expect(ErrorPattern.text(of: message) == pattern)
        #expect(ErrorPattern.text(of: String(repeating: "word ", count: 5000)).utf8.count <= 200)
        #expect(ErrorPattern.text(of: String(repeating: "a", count: 5000)) == "…")
    }

    @Test("what could not be written is there again, and is bounded") func bounds() {
        let counts = ActivityCounts()
        counts.count("q", "k") { $0.started += 1 }
        counts.failed(JobID(UUID()), "k", .timedOut, isLast: true)
        let first = counts.take()
        #expect(counts.take().isEmpty)
        counts.count("q", "k") { $0.started += 1 }
        counts.putBack(first)
        let both = counts.take()
        #expect(both.counts.values.reduce(0) { $0 + $1.started } == 2 && both.errors.count == 1)
        for index in 0..<6000 { counts.count("q", JobKind(rawValue: "k\(index)")) { $0.started += 1 } }
        let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
        for first in letters {
            for second in letters {
                counts.failed(JobID(UUID()), "k", JobError(code: first + second, message: ""), isLast: false)
            }
        }
        let many = counts.take()
        #expect(many.counts.count == 5000 && many.errors.count == 500)
    }
}
