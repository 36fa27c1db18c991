extension AWSError {
    /// What happened and what to do about it, for the person who owns the AWS account.
    public var sentence: String {
        switch kind {
        case .throttled:
            "AWS is limiting the calls to \(action) in \(region); other tools may be using the same limit. Try again later."
        case .transient:
            "AWS failed to answer \(action) in \(region), also when asked again. Try again later."
        case .accessDenied:
            "AWS refused \(action) in \(region): allow it in the role's policy, and check that no service control policy "
                + "or permissions boundary forbids it."
        case .badCredentials:
            "AWS does not know the key that \(action) was signed with in \(region): it was deleted or deactivated, or its "
                + "session was revoked."
        case .invalidSignature:
            "AWS did not accept the signature of \(action) in \(region): the secret does not belong to the key."
        case .expiredSession:
            "The role's session ended while \(region) was read, also when it was opened again. Try again."
        case .clockSkewed:
            "Our clock differs too much from that of AWS, so \(action) was refused in \(region). We have to repair this."
        case .roleNotAssumable:
            "AWS did not let us assume the role: check that it still exists, that its trust policy names our account, and "
                + "that the external id in it is the one shown for your account."
        case .operatorCredentials:
            "AWS does not accept our own key, which opens the roles of all accounts. Nothing is wrong with your role; we "
                + "have to renew our key."
        case .noCredentials:
            "The service cannot be scanned: the operator of this worker has to give it credentials of AWS, such as a role of "
                + "its instance, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        case .regionDisabled:
            "AWS does not accept the role in \(region): the region is probably not enabled for the account. Enable it or "
                + "leave it out."
        case .wrongRegion:
            "AWS says that what \(action) asked for is in another region than \(region), and not which. Try again later."
        case .invalidRequest:
            "AWS did not understand \(action) in \(region)\(code.map { " (\($0))" } ?? ""). We have to repair this."
        case .malformedAnswer:
            "What answered \(action) in \(region) was not a complete answer of AWS. Try again later."
        case .unreadable:
            "One part of what AWS answered to \(action) in \(region) could not be read and was left out; the rest was read."
        case .tooLarge:
            "AWS answered \(action) in \(region) with more than is read at once; the rest is missing. We have to repair this."
        case .timedOut:
            "AWS gave no complete answer to \(action) in \(region) in time."
        case .unreachable:
            if let endpoint {
                "\(endpoint) could not be reached, where AWS_ENDPOINT_URL says that AWS answers. Check that it is "
                    + "running; if it was just starting, try again."
            } else {
                "The address of \(service) in \(region) could not be reached. Check that the region exists."
            }
        case .cancelled:
            "The call to \(action) in \(region) was cancelled."
        }
    }

    /// As the permission is called in a policy.
    private var action: String { "\(service == "monitoring" ? "cloudwatch" : service):\(operation)" }
}
