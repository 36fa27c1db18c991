extension LimitRule {
    /// What may be said of limits, through the API as by command.
    public enum Bounds {
        /// Jobs at once.
        public static let running = 0...1_000_000
        /// Starts a second.
        public static let perSecond = 0.0001...100_000
        /// Starts at once.
        public static let burst = 1...100_000
        /// A tenant's share beside the others', who have 1.
        public static let weight = 0.001...1000.0
    }
}

extension LimitChange {
    /// That nothing new starts of a queue or a kind of it; to resume is to leave the question to a wider rule again.
    public static func pause(_ kind: JobKind?, _ isPaused: Bool) -> LimitChange {
        LimitChange(LimitRule.Target(kind == nil ? .queue : .kind, kind: kind), isPaused: isPaused ? true : .some(nil))
    }
}

extension Limits {
    /// Whether a text can be the key by which a job is unique or limited.
    public static func isKey(_ text: String) -> Bool {
        (1...keyBytes).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
