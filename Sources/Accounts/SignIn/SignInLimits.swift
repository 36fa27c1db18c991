import Reactor

/// Decides, before any password is hashed, whether a sign-in is tried: by the failures of its address and of its account.
/// What succeeds draws on nothing.
///
/// An account that is guessed at from elsewhere stays open for the addresses from which it was signed in to before, and
/// an address at which much fails stays open for accounts at which little does. A pure value of bounded size.
struct SignInLimits: Sendable {
    enum Decision: Equatable, Sendable {
        case allow
        /// Behind all others, and only when the account exists.
        case allowLast
        case refuse(after: Duration)
    }

    private struct Pair: Hashable, Sendable {
        let address: String
        let account: String
    }

    private let rules: SignInRules
    private var addresses: RecentTable<String, TokenBucket>
    private var accounts: RecentTable<String, FailureRecord>
    /// An account was signed in to from here: what fails now counts for the two of them alone.
    private var trusted: RecentTable<Pair, FailureRecord>
    private var signUps: RecentTable<String, TokenBucket>
    private var taken: RecentTable<String, TokenBucket>
    private var resets: RecentTable<String, TokenBucket>

    init(_ rules: SignInRules = SignInRules()) {
        self.rules = rules
        addresses = RecentTable(capacity: rules.remembered)
        accounts = RecentTable(capacity: rules.remembered)
        trusted = RecentTable(capacity: rules.remembered)
        signUps = RecentTable(capacity: rules.remembered)
        taken = RecentTable(capacity: rules.remembered)
        resets = RecentTable(capacity: rules.remembered)
    }

    /// - Parameters:
    ///   - address: of IPv6 its /64.
    ///   - account: the key of an e-mail address, whether there is such an account or not.
    mutating func decide(address: String, account: String, at now: ContinuousClock.Instant) -> Decision {
        if let record = trusted.peek(Pair(address: address, account: account)) {
            let wait = record.wait(at: now)
            return wait > .zero ? .refuse(after: wait) : .allow
        }
        let record = accounts.peek(account)
        if let wait = record?.wait(at: now), wait > .zero { return .refuse(after: wait) }
        guard var bucket = addresses.peek(address) else { return .allow }
        let wait = bucket.wait(burst: Double(rules.addressBurst), perSecond: rules.addressRate, at: now)
        if wait == .zero { return .allow }
        return (record?.count(rules, at: now) ?? 0) < rules.fewFailures ? .allowLast : .refuse(after: wait)
    }

    mutating func failed(address: String, account: String, at now: ContinuousClock.Instant) {
        let pair = Pair(address: address, account: account)
        var bucket = addresses[address] ?? TokenBucket(full: Double(rules.addressBurst), at: now)
        _ = bucket.take(burst: Double(rules.addressBurst), perSecond: rules.addressRate, at: now)
        addresses[address] = bucket
        if var record = trusted[pair] {
            record.add(rules, at: now)
            trusted[pair] = record
        } else {
            var record = accounts[account] ?? FailureRecord(at: now)
            record.add(rules, at: now)
            accounts[account] = record
        }
    }

    mutating func succeeded(address: String, account: String, at now: ContinuousClock.Instant) {
        trusted[Pair(address: address, account: account)] = FailureRecord(at: now)
    }

    /// - Returns: how long the sign-up is to wait for its turn, at most a moment; nil when there were too many. One at a
    ///   time waits and is never refused.
    mutating func signUp(address: String, at now: ContinuousClock.Instant) -> Duration? {
        var bucket = signUps[address] ?? TokenBucket(full: Double(rules.signUpBurst), at: now)
        defer { signUps[address] = bucket }
        return bucket.take(
            burst: Double(rules.signUpBurst), perSecond: rules.signUpRate, debt: 1, at: now)
    }

    /// - Returns: how long an account has to wait before it may invite; zero when it may.
    func invitationWait(account: String, at now: ContinuousClock.Instant) -> Duration {
        guard var bucket = taken.peek(account) else { return .zero }
        return bucket.wait(burst: Double(rules.takenBurst), perSecond: rules.takenRate, at: now)
    }

    /// - Returns: whether an address may ask for another password's mail.
    mutating func reset(address: String, at now: ContinuousClock.Instant) -> Bool {
        var bucket = resets[address] ?? TokenBucket(full: Double(rules.resetBurst), at: now)
        defer { resets[address] = bucket }
        return bucket.take(burst: Double(rules.resetBurst), perSecond: rules.resetRate, at: now) != nil
    }

    /// An account invited an address that is taken.
    mutating func invitedTaken(account: String, at now: ContinuousClock.Instant) {
        var bucket = taken[account] ?? TokenBucket(full: Double(rules.takenBurst), at: now)
        _ = bucket.take(burst: Double(rules.takenBurst), perSecond: rules.takenRate, at: now)
        taken[account] = bucket
    }
}
