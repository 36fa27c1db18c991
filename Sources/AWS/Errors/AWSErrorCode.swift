/// What AWS's error codes mean. A code decides before the status does: many throttles are an HTTP 400.
enum AWSErrorCode {
    /// botocore's `retries/standard.py`, and EC2's own.
    private static let throttled: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequestsException", "RequestLimitExceeded", "EC2ThrottledException", "SlowDown",
        "BandwidthLimitExceeded", "LimitExceededException", "ProvisionedThroughputExceededException",
        "TransactionInProgressException", "PriorRequestNotComplete",
    ]

    private static let kinds: [String: AWSError.Kind] = [
        "RequestTimeout": .transient, "RequestTimeoutException": .transient, "InternalError": .transient,
        "InternalFailure": .transient, "ServiceUnavailable": .transient, "Unavailable": .transient,
        "AccessDenied": .accessDenied, "AccessDeniedException": .accessDenied, "UnauthorizedOperation": .accessDenied,
        "UnauthorizedAccess": .accessDenied, "NotAuthorized": .accessDenied, "AllAccessDisabled": .accessDenied,
        "InvalidClientTokenId": .badCredentials, "UnrecognizedClientException": .badCredentials,
        "InvalidAccessKeyId": .badCredentials, "InvalidToken": .badCredentials,
        "MissingAuthenticationToken": .badCredentials, "MissingAuthenticationTokenException": .badCredentials,
        "SignatureDoesNotMatch": .invalidSignature, "InvalidSignatureException": .invalidSignature,
        "IncompleteSignature": .invalidSignature,
        "RequestTimeTooSkewed": .clockSkewed, "RequestExpired": .clockSkewed, "RequestInTheFuture": .clockSkewed,
        "ExpiredToken": .expiredSession, "ExpiredTokenException": .expiredSession,
        "OptInRequired": .regionDisabled, "RegionDisabledException": .regionDisabled, "NotSignedUp": .regionDisabled,
        "PermanentRedirect": .wrongRegion, "TemporaryRedirect": .wrongRegion,
        "AuthorizationHeaderMalformed": .wrongRegion, "IllegalLocationConstraintException": .wrongRegion,
    ]

    /// - Parameter message: only looked at for a date: a signature is also wrong when the clock is.
    static func kind(_ code: String?, message: String, status: Int, service: String) -> AWSError.Kind {
        guard let code else { return kind(status: status) }
        if throttled.contains(code) { return .throttled }
        // EC2 says this in a region that the account has not enabled; a key that is bad fails at STS before.
        if code == "AuthFailure" { return service == "ec2" ? .regionDisabled : .badCredentials }
        // These say it like that.
        if code == "InvalidClientTokenId", ["rds", "monitoring"].contains(service) { return .regionDisabled }
        guard let kind = kinds[code] else { return status >= 500 ? .transient : kind(status: status, known: true) }
        if kind == .invalidSignature && mentionsDate(message) { return .clockSkewed }
        return kind
    }

    /// For an answer without a code, such as a proxy's.
    private static func kind(status: Int, known: Bool = false) -> AWSError.Kind {
        switch status {
        case 429: .throttled
        case 500...: .transient
        case 400..<500: known ? .invalidRequest : status == 403 ? .accessDenied : .malformedAnswer
        default: .malformedAnswer
        }
    }

    private static func mentionsDate(_ message: String) -> Bool {
        ["Signature expired", "Signature not yet current"].contains { message.contains($0) }
    }
}
