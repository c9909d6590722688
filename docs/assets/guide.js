// The only script of ours: after the review date it says so. The build never asks what day it is.
const review = document.querySelector(".review[data-due]");
const today = new Date();
const iso = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
if (review && iso > review.dataset.due) {
  const notice = document.createElement("p");
  notice.className = "overdue";
  notice.textContent = "The review of this guide is overdue. Check with your clinic before you rely on it.";
  review.closest("article, main, body").querySelector("h1").after(notice);
}
if (document.querySelector("[data-module=links]")) import("./links.js");
