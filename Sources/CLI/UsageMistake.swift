import Operations

/// The command line is wrong: one line says how, and where to read more.
struct UsageMistake: Error {
    let message: String
    /// The command that says more; nil for `flotilla help` of the command that was run.
    var helper: String?

    init(message: String, helper: String? = nil) {
        self.message = message
        self.helper = helper
    }

    /// A word that is none of those that may stand there, with the one that was probably meant.
    static func unknown(
        _ what: String, _ word: String, known: [String], helper: String? = nil
    ) -> UsageMistake {
        // A word of one or two letters is near to everything short.
        let meant = word.count > 2 ? Spelling.nearest(to: word, in: known) : nil
        let nearest = meant.map { "; did you mean \($0)?" } ?? ""
        return UsageMistake(message: "there is no \(what) \(word)\(nearest)", helper: helper)
    }
}
