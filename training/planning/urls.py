"""Addresses of training plans, in the namespace of `training`."""

from django.urls import path

from training.planning import attendance_views, class_views, needs_views, plan_views

urlpatterns = [
    path("ke-hoach/<int:number>/", plan_views.plan, name="plan"),
    path("ke-hoach/<int:number>/ke-hoach.docx", plan_views.word, name="plan-word"),
    path("ke-hoach/<int:number>/ke-hoach.xlsx", plan_views.excel, name="plan-excel"),
    path("ke-hoach/<int:number>/ten/", plan_views.rename, name="rename-plan"),
    path("ke-hoach/<int:number>/duyet/", plan_views.approve, name="approve-plan"),
    path("ke-hoach/<int:number>/hoan-thanh/", plan_views.finish, name="finish-plan"),
    path("ke-hoach/<int:number>/lop-moi/", class_views.add, name="add-class"),
    path("lop/<int:number>/", class_views.edit, name="class"),
    path("lop/<int:number>/sap-xep/", class_views.rearrange, name="rearrange"),
    path("lop/<int:number>/diem-danh/", attendance_views.attendance, name="attendance"),
    path("lop/<int:number>/diem-danh/tep/", attendance_views.file, name="attendance-file"),
    path("lop/<int:number>/diem-danh/mau.xlsx", attendance_views.template, name="attendance-template"),
    path("lop/<int:number>/hieu-qua/", needs_views.follow_up, name="follow-up"),
    path("lop/<int:number>/so-sanh/", needs_views.compare, name="compare"),
    path("<slug:slug>/ke-hoach/", plan_views.plans, name="plans"),
    path("<slug:slug>/ke-hoach/moi/", plan_views.propose, name="propose"),
    path("<slug:slug>/con-mo/", needs_views.open_needs, name="open-needs"),
    path("<slug:slug>/con-mo/<int:number>/", needs_views.weigh, name="weigh"),
]
