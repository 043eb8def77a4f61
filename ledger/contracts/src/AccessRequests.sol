// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TenantRoles} from "./TenantRoles.sol";

/// @title Access requests and grants on chain, for tenants that choose it
/// @notice A GUEST asks, an ADMIN decides once, the GUEST uses it until it ends. What is asked for is named
/// by a commitment, never by an id that could be guessed.
/// @dev Off by default: a request costs more than an anchor. By default the same facts are log leaves.
abstract contract AccessRequests is TenantRoles {
    enum State {
        None,
        Pending,
        Granted,
        Refused,
        Withdrawn
    }

    /// @dev `until` is exclusive and 0 unless granted; 0 never means "for ever".
    struct Request {
        address who;
        uint64 until;
        State state;
        bytes32 resource;
    }

    /// @notice Undecided requests one account may have at a tenant (chosen: it bounds what a guest can
    /// make an ADMIN read and a relayer pay).
    uint256 public constant MAX_OPEN_REQUESTS = 16;

    mapping(bytes32 tenant => bool) private _onChain;
    mapping(bytes32 tenant => uint256) private _requestCounts;
    mapping(bytes32 tenant => mapping(uint256 id => Request)) private _requests;
    mapping(bytes32 tenant => mapping(address who => uint256)) private _open;

    /// @dev This tenant keeps its access requests off chain.
    error AccessIsOffChain(bytes32 tenant);
    /// @dev The caller waits for too many decisions already.
    error TooManyOpenRequests(address who);
    /// @dev The request is not in the state that the call needs.
    error WrongRequestState(uint256 id, State state);
    /// @dev The grant is not the caller's, has ended, or was never given.
    error AccessNotGranted(bytes32 tenant, uint256 id, address who);

    event AccessOnChainSet(bytes32 indexed tenant, bool onChain);
    event AccessRequested(bytes32 indexed tenant, uint256 indexed id, address indexed who, bytes32 resource);
    event AccessDecided(bytes32 indexed tenant, uint256 indexed id, address indexed by, bool granted, uint64 until);
    event AccessWithdrawn(bytes32 indexed tenant, uint256 indexed id, address indexed by);
    event AccessUsed(bytes32 indexed tenant, uint256 indexed id, address indexed who);

    /// @notice Turns requests on chain on or off. Grants already given are kept and can still be used.
    function setAccessOnChain(bytes32 tenant, bool onChain) external onlyAdmin(tenant) {
        _onChain[tenant] = onChain;
        emit AccessOnChainSet(tenant, onChain);
    }

    /// @notice A GUEST asks for `resource`, a commitment. Ids run 1, 2, 3 within a tenant.
    function requestAccess(bytes32 tenant, bytes32 resource) external onlyRole(guestRole(tenant)) returns (uint256 id) {
        if (!_onChain[tenant]) revert AccessIsOffChain(tenant);
        if (_open[tenant][msg.sender] == MAX_OPEN_REQUESTS) revert TooManyOpenRequests(msg.sender);
        ++_open[tenant][msg.sender];
        id = ++_requestCounts[tenant];
        _requests[tenant][id] = Request(msg.sender, 0, State.Pending, resource);
        emit AccessRequested(tenant, id, msg.sender, resource);
    }

    /// @notice An ADMIN grants until `until` (exclusive) or refuses (`until` 0). A decision is final.
    function decideAccess(bytes32 tenant, uint256 id, bool granted, uint64 until) external onlyAdmin(tenant) {
        Request storage request = _in(tenant, id, State.Pending);
        bool endFits = granted
            ? until > block.timestamp && until <= block.timestamp + MAX_MEMBERSHIP_S
            : until == 0;
        if (!endFits) revert BadEnd(until);
        request.state = granted ? State.Granted : State.Refused;
        request.until = until;
        --_open[tenant][request.who];
        emit AccessDecided(tenant, id, msg.sender, granted, until);
    }

    /// @notice An ADMIN takes a grant back before its end.
    function withdrawAccess(bytes32 tenant, uint256 id) external onlyAdmin(tenant) {
        _in(tenant, id, State.Granted).state = State.Withdrawn;
        emit AccessWithdrawn(tenant, id, msg.sender);
    }

    /// @notice Records one use. Reverts unless `canAccess` holds for the caller at this moment.
    function useAccess(bytes32 tenant, uint256 id) external {
        if (!canAccess(tenant, id, msg.sender)) revert AccessNotGranted(tenant, id, msg.sender);
        emit AccessUsed(tenant, id, msg.sender);
    }

    /// @notice True while the grant lives and `who` both owns it and is still a GUEST of the tenant.
    function canAccess(bytes32 tenant, uint256 id, address who) public view returns (bool) {
        Request storage request = _requests[tenant][id];
        return
            request.who == who &&
            request.state == State.Granted &&
            block.timestamp < request.until &&
            hasRole(guestRole(tenant), who);
    }

    /// @notice One request; all zero for an id that was not given out.
    function accessRequest(bytes32 tenant, uint256 id) external view returns (Request memory) {
        return _requests[tenant][id];
    }

    /// @notice Whether `tenant` takes requests on chain, and how many there were.
    function accessOnChain(bytes32 tenant) external view returns (bool onChain, uint256 requests) {
        return (_onChain[tenant], _requestCounts[tenant]);
    }

    function _in(bytes32 tenant, uint256 id, State wanted) private view returns (Request storage request) {
        request = _requests[tenant][id];
        if (request.state != wanted) revert WrongRequestState(id, request.state);
    }
}
