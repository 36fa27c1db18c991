/// A place that gives the fleet's own credentials.
protocol CredentialsSource: Sendable {
    /// For the operator, such as `the instance's metadata at http://169.254.169.254`.
    var name: String { get }
    /// What an operator can do when it gives none; a sentence.
    var advice: String { get }

    func load(until deadline: ContinuousClock.Instant) async throws(CredentialsFailure) -> AWSCredentials
}
