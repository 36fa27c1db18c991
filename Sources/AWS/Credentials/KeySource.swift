/// A key that was set when the process started: when it is a session's, it ends, and only a restart brings another.
struct KeySource: CredentialsSource {
    let credentials: AWSCredentials

    let name = "AWS_ACCESS_KEY_ID"

    var advice: String {
        credentials.sessionToken == nil
            ? "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to a key that is valid, and restart the workers."
            : "Temporary credentials end within hours: give a role that renews them by itself, "
                + "or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN anew, and restart the workers."
    }

    func load(until deadline: ContinuousClock.Instant) -> AWSCredentials { credentials }
}
