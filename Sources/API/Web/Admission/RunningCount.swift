/// A number that a server knows exactly and is asked for now and then, and what this process added since.
struct RunningCount {
    private var known = 0
    /// Added by this process; whether the server has seen it is not sure yet.
    private(set) var pending = 0
    /// Added, and seen by the server, since it was asked last.
    private var since = 0

    var count: Int { known + pending + since }

    mutating func add(_ number: Int) { pending += number }

    mutating func withdraw(_ number: Int) { pending = max(0, pending - number) }

    /// What was added can be seen from now on.
    mutating func settle(_ number: Int) {
        pending = max(0, pending - number)
        since += number
    }

    /// To be called before the server is asked; gives what `update` needs.
    func asking() -> Int { since }

    /// - Parameter asking: what was added before the question is in the answer.
    mutating func update(_ number: Int, asking: Int) {
        known = number
        since = max(0, since - asking)
    }
}
