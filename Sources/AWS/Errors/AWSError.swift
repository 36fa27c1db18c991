import Foundation

/// Why a call to AWS has no result. Holds nothing of what was sent, and of what AWS said only the code.
public struct AWSError: Error, Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// AWS asked for fewer calls, longer than we could wait.
        case throttled
        /// A failure on AWS's side, or a connection that broke, that outlived the retries.
        case transient
        case accessDenied
        /// The key is unknown, deleted or deactivated.
        case badCredentials
        /// The secret does not belong to the key.
        case invalidSignature
        case expiredSession
        /// Our clock differs from AWS's, and correcting it did not help.
        case clockSkewed
        case roleNotAssumable
        /// AWS does not accept the fleet's own key: it has expired, is not known, or its secret is another one.
        case operatorCredentials
        /// The fleet was never given a key.
        case noCredentials
        case regionDisabled
        /// The bucket is elsewhere, and not where AWS said either.
        case wrongRegion
        case invalidRequest
        case malformedAnswer
        /// An answer, or one item of a list, that lacks something that it always has or says it in an unknown way.
        case unreadable
        /// An answer, or a list, with more in it than is read.
        case tooLarge
        /// No answer, or not a whole one, in time.
        case timedOut
        /// No name, no connection, or no trusted certificate.
        case unreachable
        case cancelled
    }

    public var kind: Kind
    /// AWS's own code, such as `UnauthorizedOperation`; letters, digits, dots and hyphens only.
    public var code: String?
    /// Such as `DescribeInstances`.
    public var operation: String
    /// Such as `ec2`.
    public var service: String
    public var region: AWSRegion
    public var status: Int?
    /// AWS's id of the request, for a support case.
    public var requestID: String?
    /// Where the call was sent to when that was not AWS itself; known of calls that got no answer.
    public var endpoint: String?
    /// Whether AWS may have done what it was asked for. No matter for what only reads.
    public var mayHaveBeenExecuted = false

    init(_ kind: Kind, _ call: AWSCall, code: String? = nil, status: Int? = nil, requestID: String? = nil) {
        self.kind = kind
        self.code = code
        operation = call.action
        service = call.service
        region = call.region
        self.status = status
        self.requestID = requestID
    }
}

extension AWSError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        ["aws_\(kind.rawValue)", "\(service):\(operation)", code].compactMap { $0 }.joined(separator: " ")
    }

    public var debugDescription: String {
        [description, region.name, status.map { "HTTP \($0)" }, requestID].compactMap { $0 }.joined(separator: " ")
    }
}
