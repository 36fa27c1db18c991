import Foundation
import Testing

@testable import CLI

@Suite("Figures in a terminal") struct TopFrameTests {
    @Test(
        "durations are short enough for a column",
        arguments: [
            (nil, "-"), (0, "0"), (0.0123, "12 ms"), (3.14159, "3.1 s"), (65, "65 s"), (252, "4 m"), (7300, "2 h"),
            (200_000, "2 d"), (1e300, "-"), (.nan, "-"), (.infinity, "-"),
        ] as [(Double?, String)])
    func durations(seconds: Double?, text: String) { #expect(TopFrame.duration(seconds) == text) }

    @Test(
        "numbers are short enough for a column",
        arguments: [
            (0, "0"), (0.04, "0.0"), (1.25, "1.2"), (12.4, "12"), (99_999, "99999"), (123_456, "123k"), (45e6, "45M"),
            (1e300, "many"), (.nan, "many"),
        ] as [(Double, String)])
    func numbers(value: Double, text: String) { #expect(TopFrame.number(value) == text) }
}
