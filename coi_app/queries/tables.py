"""The tables' columns as SQL expressions: `tables.insureds.name_key`, typed for the query builder."""

from typing import Any, cast

from sqlalchemy import Column, Table
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import SQLModel

from coi_app import models

Columns = ReadOnlyColumnCollection[str, Column[Any]]


def _columns(model: type[SQLModel]) -> Columns:
    return cast(Table, model.__table__).columns  # type: ignore[attr-defined]  # SQLModel sets it at runtime


account_links = _columns(models.AccountLink)
accounts = _columns(models.Account)
activities = _columns(models.Activity)
additional_interests = _columns(models.AdditionalInterest)
agency = _columns(models.Agency)
bounce_reports = _columns(models.BounceReport)
bulk_runs = _columns(models.BulkRun)
carriers = _columns(models.Carrier)
certificates = _columns(models.Certificate)
certificate_requests = _columns(models.CertificateRequest)
contacts = _columns(models.Contact)
deliveries = _columns(models.Delivery)
description_templates = _columns(models.DescriptionTemplate)
endorsement_holders = _columns(models.EndorsementHolder)
endorsements = _columns(models.PolicyEndorsement)
holder_names = _columns(models.HolderName)
holders = _columns(models.Holder)
holders_reviews = _columns(models.HoldersReview)
insured_agents = _columns(models.InsuredAgent)
import_headings = _columns(models.ImportHeading)
import_rows = _columns(models.ImportRow)
import_runs = _columns(models.ImportRun)
insureds = _columns(models.Insured)
licensed_forms = _columns(models.LicensedForm)
mails = _columns(models.Mail)
master_policies = _columns(models.MasterPolicy)
master_versions = _columns(models.MasterVersion)
masters = _columns(models.Master)
notifications = _columns(models.Notification)
policies = _columns(models.Policy)
policy_reminders = _columns(models.PolicyReminder)
portal_presets = _columns(models.PortalPreset)
portal_views = _columns(models.PortalView)
review_answers = _columns(models.ReviewAnswer)
radar_causes = _columns(models.RadarCause)
radar_hits = _columns(models.RadarHit)
radar_looks = _columns(models.RadarLook)
saved_views = _columns(models.SavedView)
shared_files = _columns(models.SharedFile)
sign_in_sessions = _columns(models.SignInSession)
stored_contents = _columns(models.StoredContent)
vehicles = _columns(models.Vehicle)
