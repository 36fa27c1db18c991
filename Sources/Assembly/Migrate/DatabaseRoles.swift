/// The roles of the database that a connection enters with SET ROLE; none of them logs in.
public enum DatabaseRoles {
    /// What the migrations make, and `flotilla migrate` has to be a member of.
    public static let all = serving + ["flotilla_accounts"]
    /// What the processes enter: jobs of every tenant, one tenant's rows, signing in and up.
    public static let serving = ["flotilla_dispatcher", "flotilla_tenant", "flotilla_api"]
}
