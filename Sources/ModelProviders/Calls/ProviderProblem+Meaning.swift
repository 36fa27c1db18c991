import HTTPClient
import Operations

/// What a problem means for the caller: statuses, and the codes and words that servers were seen to use.
extension ProviderProblem {
    private static let quota: Set<String> = [
        "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "credit_balance_exhausted",
        "organization_spend_limit_exceeded", "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
    ]
    private static let rate: Set<String> = [
        "rate_limit_exceeded", "rate_limit_error", "slow_down", "requests", "tokens",
    ]
    private static let refused: Set<String> = [
        "content_filter", "content_policy_violation", "responsible_ai_policy_violation",
    ]
    private static let tooLong: Set<String> = [
        "context_length_exceeded", "exceed_context_size_error", "string_above_max_length",
    ]

    /// - Parameters:
    ///   - status: of HTTP; 200 for a problem in the midst of an answer.
    ///   - wait: as the provider asks for it, within the limit.
    ///   - endpoint: its key is hidden in what it says.
    func meaning(status: Int, wait: Duration?, of endpoint: ProviderEndpoint) -> ModelError {
        let isInStream = (200..<300).contains(status)
        let status = isInStream ? (number ?? status) : status
        let words = line(hiding: endpoint.key)
        switch status {
        case 401, 403:
            // Providers repeat parts of a key that they do not take: their own words are not kept.
            return ModelError(
                .forbidden, code: status == 401 ? "unauthorized" : "forbidden",
                message: "\(endpoint.title) does not take the key (\(status)): check \(endpoint.keySetting).")
        case _ where isNamed(Self.quota) || status == 402:
            return ModelError(
                .quota, code: "quota_exhausted",
                message: "Nothing is left to spend with \(endpoint.title): raise its limit or pay its bill.\(words)")
        case _ where isNamed(Self.refused):
            return ModelError(
                .refused, code: "content_filter", message: "\(endpoint.title) refuses the prompt.\(words)")
        case _ where isTooLong || status == 413:
            return ModelError(
                .tooLong, code: "too_long",
                message: "The text is longer than what the model takes: send less or raise its context.\(words)")
        case _ where status == 404 || code == "model_not_found":
            return missing(of: endpoint, words)
        case _ where mentions("expected peg-native format", "failed to parse the output"):
            // llama.cpp: the model wrote what does not fit the grammar. The message may quote it.
            return ModelError(
                .brokenAnswer, code: "unparsable_output",
                message: "\(endpoint.title) could not read what the model wrote: ask again or take another model.")
        case _ where status == 429 || isNamed(Self.rate):
            return ModelError(
                .wait(after: wait), code: "rate_limited", message: "\(endpoint.title) takes no more calls now.\(words)")
        case _ where isInStream:
            return ModelError(
                .brokenStream, code: "provider_error", message: "\(endpoint.title) failed in its answer.\(words)")
        case 501:
            return ModelError(
                .invalidRequest, code: "not_supported", message: "\(endpoint.title) does not do this (501).\(words)")
        case 503:
            return ModelError(
                .wait(after: wait), code: "provider_busy",
                message: "\(endpoint.title) is busy or loads the model (503).\(words)")
        case 408, 409, 425, 500...:
            return ModelError(
                .wait(after: wait), code: "provider_error", message: "\(endpoint.title) failed (\(status)).\(words)")
        case ..<400:
            return ModelError(
                .invalidRequest, code: "redirected",
                message: "\(endpoint.title) answers from elsewhere (\(status)): check \(endpoint.urlSetting).")
        default:
            return ModelError(
                .invalidRequest, code: "invalid_request",
                message: "\(endpoint.title) does not take the request (\(status)).\(words)")
        }
    }

    private var isTooLong: Bool {
        isNamed(Self.tooLong)
            || mentions(
                "maximum context length", "maximum model length", "exceeds the context length",
                "available context size",
                "too large to process", "increase the physical batch size", "must have less than")
    }

    private func missing(of endpoint: ProviderEndpoint, _ words: String) -> ModelError {
        guard code == "model_not_found" || mentions("model") else {
            return ModelError(
                .invalidRequest, code: "no_such_path",
                message: "There is no such service at this address (404): check \(endpoint.urlSetting).")
        }
        return ModelError(
            .noSuchModel, code: "no_such_model", message: "\(endpoint.title) does not have the model.\(words)")
    }

    /// The provider's words as a sentence of their own; empty when it has none.
    private func line(hiding secret: Secret?) -> String {
        let line = AnswerText.line(message.utf8, hiding: secret?.reveal() ?? "")
        return line.isEmpty ? "" : " It says: \(String(decoding: line.utf8.prefix(300), as: UTF8.self))"
    }
}
