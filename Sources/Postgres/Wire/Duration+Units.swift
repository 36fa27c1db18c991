extension Duration {
    /// Rounded up; at least 0.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    /// Rounded up; at least 0.
    var wholeSeconds: Int64 {
        (wholeMilliseconds + 999) / 1000
    }
}
