import Operations

/// A key that is set: when it is a session's, it ends, and only another setting brings another. One that files hold is read
/// whenever it is asked for, so that a refused key is replaced by what they hold by then.
struct KeySource: CredentialsSource {
    let key: AWSConfiguration.Credentials

    let name = "AWS_ACCESS_KEY_ID"

    var advice: String {
        if key.secretAccessKey.isRenewable {
            return "Put a key that is valid into the files of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        }
        return key.sessionToken == nil
            ? "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to a key that is valid, and restart the workers."
            : "Temporary credentials end within hours: give a role that renews them by itself, "
                + "or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN anew, and restart the workers."
    }

    func load(until deadline: ContinuousClock.Instant) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: key.accessKeyID.reveal(), secretAccessKey: key.secretAccessKey.reveal(),
            sessionToken: key.sessionToken?.reveal())
    }
}
