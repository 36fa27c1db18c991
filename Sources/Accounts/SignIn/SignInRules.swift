/// How much may fail, and how many may sign up.
public struct SignInRules: Sendable {
    /// Failures of one account that cost no delay; the next ones cost 1, 2, 4 … s.
    public var freeFailures = 10
    public var longestDelay = Duration.seconds(300)
    /// After so long one failure is forgotten.
    public var forgetting = Duration.seconds(60)
    /// Failures of one address at once, and how many a second come back.
    public var addressBurst = 100
    public var addressRate = 1.0
    /// Sign-ups and accepted invitations of one address at once, and how many a second come back: never fewer than the
    /// 120 a minute that a school's own network may make.
    public var signUpBurst = 200
    public var signUpRate = 2.0
    /// Lost passwords that one address reports at once, and how many a second come back.
    public var resetBurst = 60
    public var resetRate = 1.0
    /// Addresses that an account invites and that are taken already, at once, and how many a second come back: each shows
    /// that there is a user with the address.
    public var takenBurst = 100
    public var takenRate = 1.0
    /// Of an address with too many failures, accounts with fewer than so many of their own are still served, last.
    public var fewFailures = 3.0
    /// Addresses, accounts, and pairs of both, that are remembered.
    public var remembered = 20_000

    public init() {}
}
