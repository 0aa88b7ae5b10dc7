"""What can go wrong at the door and in the roster."""

from __future__ import annotations

from engine.errors import PhananhError


class LoginRefused(PhananhError):
    """Tên đăng nhập hoặc mật khẩu chưa đúng."""

    en = "The user name or the password is not right."


class LoginHeldBack(LoginRefused):
    """Đã thử đăng nhập sai nhiều lần. Xin thử lại sau {wait}."""

    en = "Too many failed attempts. Please try again in {wait_en}."


class WeakPassword(PhananhError):
    """Mật khẩu chưa dùng được: {why}."""

    en = "This password cannot be used: {why_en}."


class LoginTaken(PhananhError):
    """Tên đăng nhập {login} đã có người dùng."""

    en = "The user name {login} is taken."


class WrongAccount(PhananhError):
    """Chưa mở được tài khoản: {why}."""

    en = "This account cannot be opened: {why_en}."


class WrongRole(PhananhError):
    """Vai trò {role} không có ở đơn vị {unit}."""

    en = "The role {role} does not exist in the unit {unit}."


class WrongDelegation(PhananhError):
    """Chưa giao thay được: {why}."""

    en = "This delegation is not possible: {why_en}."
