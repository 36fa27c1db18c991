/// An account as a scan opened it: what reads more of it need not open it once more. Its session ends by itself.
public protocol OpenedAccount: Sendable {}
