import Foundation

/// Lines that `./test` shows: what a drill measured, and how to repeat it.
enum Figures {
    /// Written at once and whole, so that nothing is lost when the test process is killed.
    static func report(_ text: String) {
        FileHandle.standardOutput.write(Data("figure: \(text)\n".utf8))
    }

    static func median(_ times: [Duration]) -> Duration {
        times.isEmpty ? .zero : times.sorted()[times.count / 2]
    }
}

extension Duration {
    var seconds: Double { self / .seconds(1) }

    /// Such as `12.3 ms` or `1.25 s`.
    var text: String {
        self < .seconds(1)
            ? String(format: "%.1f ms", self / .milliseconds(1)) : String(format: "%.2f s", seconds)
    }
}
