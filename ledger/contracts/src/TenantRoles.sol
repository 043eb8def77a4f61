// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";

/// @title Roles of many tenants in one OpenZeppelin AccessControl
/// @notice Each tenant has three roles: ADMIN, DEVICE and GUEST. Their ids are hashes, so one tenant's
/// role can never be another's, whatever tenant id somebody chooses.
/// @dev `grantRole`, `revokeRole` and `renounceRole` are OpenZeppelin's own. What is added:
///
/// - membership with an end (`grantRoleUntil`), the only kind a GUEST may have;
/// - ADMIN is nobody's to grant or revoke (its role admin is 0x00, which no account holds): it passes by
///   offer and acceptance, and the last one cannot go.
///
/// Roles are looked up when they are used, never when something was asked for or granted.
abstract contract TenantRoles is AccessControl {
    /// @dev What a role id stands for; `None` for ids that no tenant uses.
    enum Kind {
        None,
        Admin,
        Device,
        Guest
    }

    /// @dev An ADMIN's open offer to make `to` an ADMIN; it lapses when `by` is no ADMIN any more.
    struct AdminOffer {
        address to;
        address by;
    }

    /// @notice No timed membership lasts longer; renew it instead.
    uint64 public constant MAX_MEMBERSHIP_S = 366 days;

    mapping(bytes32 role => Kind) private _kinds;
    mapping(bytes32 role => mapping(address account => uint64)) private _until;
    mapping(bytes32 tenant => uint256) private _adminCounts;
    mapping(bytes32 tenant => AdminOffer) private _adminOffers;

    /// @dev The tenant id is zero or taken.
    error TenantUnavailable(bytes32 tenant);
    /// @dev The last ADMIN of a tenant cannot go; offer the role to somebody first.
    error LastAdmin(bytes32 tenant);
    /// @dev No living offer for this caller.
    error NoAdminOffer(bytes32 tenant, address caller);
    /// @dev A GUEST's membership needs an end: use `grantRoleUntil`.
    error GuestNeedsEnd();
    /// @dev The end is not in the future, or further away than allowed.
    error BadEnd(uint64 until);

    event TenantCreated(bytes32 indexed tenant, address indexed admin);
    event RoleGrantedUntil(bytes32 indexed role, address indexed account, address indexed sender, uint64 until);
    event AdminOffered(bytes32 indexed tenant, address indexed to, address indexed by);

    modifier onlyAdmin(bytes32 tenant) {
        _checkRole(adminRole(tenant), msg.sender);
        _;
    }

    /// @notice May hand out roles, freeze, open epochs, decide on requests and make the first anchor.
    function adminRole(bytes32 tenant) public pure returns (bytes32) {
        return _roleId(tenant, Kind.Admin);
    }

    /// @notice May anchor for its tenant, and nothing else.
    function deviceRole(bytes32 tenant) public pure returns (bytes32) {
        return _roleId(tenant, Kind.Device);
    }

    /// @notice May ask for access and use what was granted, and nothing else.
    function guestRole(bytes32 tenant) public pure returns (bytes32) {
        return _roleId(tenant, Kind.Guest);
    }

    /// @notice True while `account` holds `role`. The end is exclusive: at `until` it is over.
    function hasRole(bytes32 role, address account) public view override returns (bool) {
        // Membership without end first: an anchoring device then costs one storage read, not two.
        return super.hasRole(role, account) || block.timestamp < _until[role][account];
    }

    /// @notice End of a timed membership, Unix seconds; 0 where there is none.
    function roleUntil(bytes32 role, address account) external view returns (uint64) {
        return _until[role][account];
    }

    /// @notice How many ADMINs `tenant` has; 0 for a tenant that does not exist.
    function adminCount(bytes32 tenant) public view returns (uint256) {
        return _adminCounts[tenant];
    }

    /// @notice Who may accept the role of ADMIN, and who offered it.
    function adminOffer(bytes32 tenant) external view returns (address to, address by) {
        AdminOffer storage offer = _adminOffers[tenant];
        return (offer.to, offer.by);
    }

    /// @notice Grants `role` until `until` (exclusive), in place of any membership held before.
    function grantRoleUntil(bytes32 role, address account, uint64 until) external onlyRole(getRoleAdmin(role)) {
        if (until <= block.timestamp || until > block.timestamp + MAX_MEMBERSHIP_S) revert BadEnd(until);
        _revokeRole(role, account);
        _until[role][account] = until;
        emit RoleGrantedUntil(role, account, msg.sender, until);
    }

    /// @notice First step of a hand-over. A later offer replaces this one; the zero address withdraws it.
    function offerAdmin(bytes32 tenant, address to) external onlyAdmin(tenant) {
        _adminOffers[tenant] = AdminOffer(to, msg.sender);
        emit AdminOffered(tenant, to, msg.sender);
    }

    /// @notice Second step. The one who offered stays ADMIN until it renounces or is removed.
    function acceptAdmin(bytes32 tenant) external {
        AdminOffer memory offer = _adminOffers[tenant];
        if (offer.to != msg.sender || !hasRole(adminRole(tenant), offer.by)) revert NoAdminOffer(tenant, msg.sender);
        delete _adminOffers[tenant];
        _addAdmin(tenant, msg.sender);
    }

    /// @notice Removes an ADMIN, oneself included, as long as another is left.
    function removeAdmin(bytes32 tenant, address account) external onlyAdmin(tenant) {
        _removeAdmin(tenant, account);
    }

    /// @notice Gives a role up. ADMIN is given up through `removeAdmin`.
    function renounceRole(bytes32 role, address callerConfirmation) public override {
        // Counting needs the tenant, which a role id does not give back.
        if (_kinds[role] == Kind.Admin) revert AccessControlUnauthorizedAccount(msg.sender, DEFAULT_ADMIN_ROLE);
        super.renounceRole(role, callerConfirmation);
    }

    function _createTenant(bytes32 tenant) internal {
        if (tenant == 0 || _adminCounts[tenant] != 0) revert TenantUnavailable(tenant);
        bytes32 admin = adminRole(tenant);
        _kinds[admin] = Kind.Admin;
        _kinds[guestRole(tenant)] = Kind.Guest;
        _setRoleAdmin(deviceRole(tenant), admin);
        _setRoleAdmin(guestRole(tenant), admin);
        emit TenantCreated(tenant, msg.sender);
        _addAdmin(tenant, msg.sender);
    }

    function _grantRole(bytes32 role, address account) internal override returns (bool) {
        if (_kinds[role] == Kind.Guest) revert GuestNeedsEnd();
        delete _until[role][account];
        return super._grantRole(role, account);
    }

    function _revokeRole(bytes32 role, address account) internal override returns (bool) {
        bool wasHeld = super._revokeRole(role, account);
        if (_until[role][account] != 0) {
            delete _until[role][account];
            if (!wasHeld) emit RoleRevoked(role, account, msg.sender);
            return true;
        }
        return wasHeld;
    }

    function _addAdmin(bytes32 tenant, address account) private {
        if (_grantRole(adminRole(tenant), account)) ++_adminCounts[tenant];
    }

    function _removeAdmin(bytes32 tenant, address account) private {
        if (_adminCounts[tenant] == 1 && hasRole(adminRole(tenant), account)) revert LastAdmin(tenant);
        if (_revokeRole(adminRole(tenant), account)) --_adminCounts[tenant];
    }

    function _roleId(bytes32 tenant, Kind kind) private pure returns (bytes32) {
        return keccak256(abi.encode(tenant, kind));
    }
}
